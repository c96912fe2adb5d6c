import { Dialog } from 'radix-ui';
import { useState } from 'react';
import { useStudioState } from '../app/studio-context.ts';
import { useFilePicker } from './use-file-picker.tsx';

/** Asks for a new project's name and place; the project becomes a folder of that name there. */
export function NewProjectDialog({
  onCreate,
  onClose,
}: {
  /** Rejects with the reason, which is shown beside the fields. */
  onCreate: (folder: string, name: string) => Promise<void>;
  onClose: () => void;
}) {
  const last = useStudioState((state) => state.settings['projectsFolder']);
  const [name, setName] = useState('');
  const [parent, setParent] = useState(typeof last === 'string' ? last : '');
  const [problem, setProblem] = useState('');
  const { pick, dialog } = useFilePicker();
  const folder = folderOf(parent, name);
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content className="dialog" aria-describedby={undefined}>
          <Dialog.Title>New project</Dialog.Title>
          <form
            className="fields"
            onSubmit={(event) => {
              event.preventDefault();
              setProblem('');
              onCreate(folder, name.trim()).catch((error: unknown) =>
                setProblem(error instanceof Error ? error.message : String(error)),
              );
            }}
          >
            <label className="field">
              Name
              <input
                type="text"
                value={name}
                placeholder="Cups and balls"
                onChange={(event) => setName(event.target.value)}
              />
            </label>
            <label className="field">
              Folder
              <span className="path-row">
                <input
                  type="text"
                  value={parent}
                  placeholder="Where projects are kept"
                  onChange={(event) => setParent(event.target.value)}
                />
                <button
                  type="button"
                  onClick={() => void pick('folder').then(([chosen]) => chosen && setParent(chosen))}
                >
                  Choose…
                </button>
              </span>
            </label>
            <p className="dim">
              {folder === ''
                ? 'A project is one folder. Videos stay where they are.'
                : `Becomes ${folder}. Videos stay where they are.`}
            </p>
            {problem && (
              <p role="alert" className="problem">
                {problem}
              </p>
            )}
            <div className="dialog-actions">
              <Dialog.Close asChild>
                <button type="button">Cancel</button>
              </Dialog.Close>
              <button type="submit" className="primary" disabled={folder === ''}>
                Create
              </button>
            </div>
          </form>
          {dialog}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** The project's folder: its name, without what file systems refuse, below the chosen one. */
function folderOf(parent: string, name: string): string {
  const safe = name.trim().replaceAll(/[<>:"/\\|?*]/g, '-');
  if (parent.trim() === '' || safe === '') return '';
  const separator = parent.includes('\\') && !parent.includes('/') ? '\\' : '/';
  return `${parent.trim().replace(/[\\/]+$/, '')}${separator}${safe}`;
}
