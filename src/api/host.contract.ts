import { z } from 'zod';
import { idSchema } from '#domain/ids.ts';
import { procedure } from './base.ts';

export const folderEntrySchema = z.object({
  name: z.string(),
  path: z.string(),
  kind: z.enum(['folder', 'project', 'video', 'images', 'other']),
  sizeBytes: z.number(),
});
export type FolderEntry = z.infer<typeof folderEntrySchema>;

/** What the machine offers and remembers, apart from any project. */
export const hostContract = {
  about: procedure.output(
    z.object({ version: z.string(), platform: z.string(), userName: z.string(), hasFfmpeg: z.boolean() }),
  ),
  /** One folder's contents, for hosts without a native file dialog. */
  listFolder: procedure
    .input(z.object({ folder: z.string().nullable() }))
    .output(
      z.object({ folder: z.string(), parent: z.string().nullable(), entries: z.array(folderEntrySchema) }),
    ),
  /** This user's settings (shortcuts, panels, theme), one JSON value a name. */
  settings: procedure.output(z.record(z.string(), z.unknown())),
  saveSetting: procedure.input(z.object({ name: z.string().min(1), value: z.unknown() })).output(z.void()),
  /** Adds seconds a person was active on a video; idle time is cut by the caller. */
  reportActivity: procedure
    .input(z.object({ personId: idSchema, videoId: idSchema, seconds: z.number().min(0).max(3600) }))
    .output(z.void()),
  activity: procedure
    .input(z.object({ personId: idSchema }))
    .output(z.array(z.object({ videoId: idSchema, day: z.string(), seconds: z.number() }))),
};
