import { ChevronUp, Film, Folder, FolderCheck, Images } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { FolderEntry } from '#api/host.contract.ts';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import { formatBytes } from '../ui/format-units.ts';
import './projects.css';

export type DialogPurpose = 'openProject' | 'folder' | 'importVideos' | 'findVideo';

interface Listing {
  folder: string;
  parent: string | null;
  entries: FolderEntry[];
}

const titles: Record<DialogPurpose, string> = {
  openProject: 'Open a project',
  folder: 'Choose a folder',
  importVideos: 'Choose videos or image folders',
  findVideo: 'Where is the video now?',
};

/** The browser host's file dialog: the machine's folders as the core lists them. */
export function FileDialog({
  purpose,
  onChoose,
  onClose,
}: {
  purpose: DialogPurpose;
  onChoose: (paths: string[]) => void;
  onClose: () => void;
}) {
  const studio = useStudio();
  const client = useStudioState((state) => state.client);
  const [listing, setListing] = useState<Listing | null>(null);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [problem, setProblem] = useState('');
  /** What the person types in the path field, until it is gone to. */
  const [typed, setTyped] = useState<string | null>(null);
  const lastAsked = useRef(0);

  const go = useCallback(
    (folder: string | null): void => {
      lastAsked.current += 1;
      const asked = lastAsked.current;
      client.host.listFolder({ folder }).then(
        (next) => {
          // An older answer, of the folder that the dialog opened on say, comes too late.
          if (asked !== lastAsked.current) return;
          setListing(next);
          setTyped((text) => (text === folder ? null : text));
          setChosen([]);
          setProblem('');
          studio.saveSetting('lastFolder', next.folder);
        },
        (error: unknown) => setProblem(error instanceof Error ? error.message : String(error)),
      );
    },
    [client, studio],
  );

  useEffect(() => {
    const last = studio.store.getState().settings['lastFolder'];
    go(typeof last === 'string' ? last : null);
  }, [go, studio]);

  function handleEntry(entry: FolderEntry): void {
    const isMedia = entry.kind === 'video' || (entry.kind === 'images' && takesMedia(purpose));
    if (purpose === 'openProject' && entry.kind === 'project') onChoose([entry.path]);
    else if (isMedia && purpose === 'findVideo') onChoose([entry.path]);
    else if (isMedia) toggle(entry.path);
    else {
      setTyped(null);
      go(entry.path);
    }
  }

  const useful = (listing?.entries ?? []).filter((entry) => isUseful(entry, purpose));
  const media = useful.filter((entry) => entry.kind === 'video');

  function toggle(path: string): void {
    setChosen((before) =>
      before.includes(path) ? before.filter((other) => other !== path) : [...before, path],
    );
  }

  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content className="dialog file-dialog" aria-describedby={undefined}>
          <Dialog.Title>{titles[purpose]}</Dialog.Title>
          <form
            className="path-row"
            onSubmit={(event) => {
              event.preventDefault();
              if (typed !== null) go(typed);
            }}
          >
            <button
              type="button"
              aria-label="Up one folder"
              disabled={listing?.parent == null}
              onClick={() => {
                setTyped(null);
                if (listing) go(listing.parent);
              }}
            >
              <ChevronUp size={14} />
            </button>
            <input
              type="text"
              aria-label="Folder"
              value={typed ?? listing?.folder ?? ''}
              onChange={(event) => setTyped(event.target.value)}
            />
          </form>
          {problem && (
            <p role="alert" className="problem">
              {problem}
            </p>
          )}
          <ul className="entries" aria-label="Contents">
            {listing && useful.length === 0 && <li className="dim no-entries">{emptyWords[purpose]}</li>}
            {useful.map((entry) => (
              <li key={entry.path}>
                <button
                  type="button"
                  className="quiet entry"
                  aria-pressed={chosen.includes(entry.path)}
                  onClick={() => handleEntry(entry)}
                >
                  <EntryIcon kind={entry.kind} />
                  <span className="ellipsis">{entry.name}</span>
                  <span className="dim">{describe(entry)}</span>
                </button>
              </li>
            ))}
          </ul>
          <div className="dialog-actions">
            <Dialog.Close asChild>
              <button type="button">Cancel</button>
            </Dialog.Close>
            {purpose === 'importVideos' && media.length > 1 && (
              <button type="button" onClick={() => setChosen(media.map((entry) => entry.path))}>
                All {media.length} videos here
              </button>
            )}
            {purpose === 'importVideos' && (
              <button
                type="button"
                className="primary"
                disabled={chosen.length === 0}
                onClick={() => onChoose([...chosen])}
              >
                Import {chosen.length > 0 ? chosen.length : ''}
              </button>
            )}
            {!takesMedia(purpose) && listing && (
              <button type="button" className="primary" onClick={() => onChoose([listing.folder])}>
                {purpose === 'folder' ? 'Use this folder' : 'Open this folder'}
              </button>
            )}
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function takesMedia(purpose: DialogPurpose): boolean {
  return purpose === 'importVideos' || purpose === 'findVideo';
}

const emptyWords: Record<DialogPurpose, string> = {
  openProject: 'There are no projects or folders here.',
  folder: 'There are no folders in this one.',
  importVideos: 'There are no videos or folders here.',
  findVideo: 'There are no videos or folders here.',
};

function isUseful(entry: FolderEntry, purpose: DialogPurpose): boolean {
  return entry.kind !== 'other' && (takesMedia(purpose) || entry.kind !== 'video');
}

function EntryIcon({ kind }: { kind: FolderEntry['kind'] }) {
  if (kind === 'project') return <FolderCheck size={16} />;
  if (kind === 'images') return <Images size={16} />;
  return kind === 'video' ? <Film size={16} /> : <Folder size={16} />;
}

function describe(entry: FolderEntry): string {
  if (entry.kind === 'project') return 'project';
  if (entry.kind === 'images') return 'images';
  return entry.kind === 'video' ? formatBytes(entry.sizeBytes) : '';
}
