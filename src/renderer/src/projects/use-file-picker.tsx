import { useState, type ReactNode } from 'react';
import { useStudioState } from '../app/studio-context.ts';
import { FileDialog, type DialogPurpose } from './file-dialog.tsx';

interface Asked {
  purpose: DialogPurpose;
  answer: (paths: string[]) => void;
}

/** Asks for files or folders: by the system's dialog where the host has one, else by the studio's own. */
export function useFilePicker(): {
  /** Absolute paths; none when the person changed their mind. */
  pick: (purpose: DialogPurpose) => Promise<string[]>;
  /** To be put into the screen. */
  dialog: ReactNode;
} {
  const host = useStudioState((state) => state.host);
  const [asked, setAsked] = useState<Asked | null>(null);

  async function pick(purpose: DialogPurpose): Promise<string[]> {
    const isFiles = purpose === 'importVideos' || purpose === 'findVideo';
    if (isFiles && host.abilities.has('pickFiles')) return host.pickFiles();
    if (!isFiles && host.abilities.has('pickFolder')) {
      const folder = await host.pickFolder();
      return folder === undefined ? [] : [folder];
    }
    return new Promise((resolve) => setAsked({ purpose, answer: resolve }));
  }

  function settle(paths: string[]): void {
    asked?.answer(paths);
    setAsked(null);
  }

  const dialog = asked && <FileDialog purpose={asked.purpose} onChoose={settle} onClose={() => settle([])} />;
  return { pick, dialog };
}
