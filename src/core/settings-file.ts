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
  save(name: string, value: unknown): void;
  recent(): Content['recent'];
  remember(folder: string, name: string): void;
}

const recentLimit = 20;

export function openSettingsFile(userFolder: string): SettingsFile {
  const file = path.join(userFolder, 'settings.json');
  let content = read(file);

  function write(next: Content): void {
    content = next;
    fs.mkdirSync(userFolder, { recursive: true });
    const draft = `${file}.${process.pid}`;
    fs.writeFileSync(draft, JSON.stringify(content, null, 2));
    fs.renameSync(draft, file);
  }

  return {
    all: () => content.settings,
    save: (name, value) => write({ ...content, settings: { ...content.settings, [name]: value } }),
    recent: () => content.recent,
    remember(folder, name) {
      const others = content.recent.filter((project) => project.folder !== folder);
      write({
        ...content,
        recent: [{ folder, name, openedAt: Date.now() }, ...others].slice(0, recentLimit),
      });
    },
  };
}

/** A missing or damaged settings file is no reason not to start: the damaged one is set aside. */
function read(file: string): Content {
  const empty: Content = { settings: {}, recent: [] };
  if (!fs.existsSync(file)) return empty;
  try {
    return fileSchema.parse(JSON.parse(fs.readFileSync(file, 'utf8')));
  } catch {
    fs.renameSync(file, `${file}.damaged`);
    return empty;
  }
}
