import { useState } from 'react';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import { formatCount } from '../ui/format-units.ts';
import { useFilePicker } from './use-file-picker.tsx';

/** Says that files have moved, and looks for them by their content below a folder. */
export function MissingVideos() {
  const studio = useStudio();
  const client = useStudioState((state) => state.client);
  const missing = useStudioState((state) => state.overview?.missing.length ?? 0);
  const { pick, dialog } = useFilePicker();
  const [result, setResult] = useState('');
  if (missing === 0) return null;

  async function search(): Promise<void> {
    const [folder] = await pick('folder');
    if (folder === undefined) return;
    setResult('');
    await studio.runJob('Look for missing videos', async () => {
      const { found, missing: left } = await client.videos.relinkBelow({ folder });
      setResult(
        found.length === 0
          ? `None of them is in ${folder} or below.`
          : `Found ${found.length}; ${left.length === 0 ? 'none is' : `${left.length} are`} missing now.`,
      );
      await studio.refresh();
    });
  }

  return (
    <div className="question refused" role="alert">
      <p>
        {formatCount(missing, 'file')} {missing === 1 ? 'is' : 'are'} not where{' '}
        {missing === 1 ? 'it was' : 'they were'}. Labels are safe. Choose a folder to look in: files are
        recognised by their content, whatever their names. {result}
      </p>
      <button type="button" className="primary" onClick={() => void search()}>
        Look in a folder…
      </button>
      {dialog}
    </div>
  );
}
