import { explainDiskError } from '#store/store-error.ts';
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const fileSchema = z.object({
  settings: z.record(z.string(), z.unknown()),
  recent: z.array(z.object({ folder: z.string(), name: z.string(), openedAt: z.number() })),
});
type Content = z.infer<typeof fileSchema>;

/** What one user's program remembers between projects, as one small JSON file, replaced atomically. */
export interface SettingsFile {
  all(): Record<string, unknown>;
  /** Throws StoreError DISK_FULL, PROJECT_READ_ONLY, naming the file. */
  save(name: string, value: unknown): void;
  recent(): Content['recent'];
  remember(folder: string, name: string): void;
}

const recentLimit = 20;

export function openSettingsFile(userFolder: string): SettingsFile {
  const file = path.join(userFolder, 'settings.json');

  // Another process (a second studio, the command line) may have written since: read before every change.
  function change(next: (content: Content) => Content): void {
    try {
      fs.mkdirSync(userFolder, { recursive: true });
      replaceFile(file, JSON.stringify(next(read(file)), null, 2));
    } catch (error) {
      throw explainDiskError(error, file);
    }
  }

  return {
    all: () => read(file).settings,
    save: (name, value) =>
      change((content) => ({ ...content, settings: { ...content.settings, [name]: value } })),
    recent: () => read(file).recent,
    remember: (folder, name) =>
      change((content) => {
        const others = content.recent.filter((project) => project.folder !== folder);
        return {
          ...content,
          recent: [{ folder, name, openedAt: Date.now() }, ...others].slice(0, recentLimit),
        };
      }),
  };
}

function replaceFile(file: string, text: string): void {
  const draft = `${file}.${process.pid}`;
  try {
    fs.writeFileSync(draft, text, { flush: true });
    fs.renameSync(draft, file);
  } catch (error) {
    fs.rmSync(draft, { force: true });
    throw error;
  }
}

/** A missing or damaged settings file is no reason not to start: the damaged one is set aside. */
function read(file: string): Content {
  const empty: Content = { settings: {}, recent: [] };
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch {
    return empty;
  }
  try {
    return fileSchema.parse(JSON.parse(text));
  } catch {
    setAside(file);
    return empty;
  }
}

function setAside(file: string): void {
  try {
    fs.renameSync(file, `${file}.damaged`);
  } catch {
    // A folder that cannot be written: the program runs with its defaults, and saving says why it cannot.
  }
}
