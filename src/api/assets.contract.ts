import { z } from 'zod';
import { idSchema } from '#domain/ids.ts';
import { procedure } from './base.ts';

/**
 * Bytes never travel in calls. The page gets them from /asset/… (asset-paths.ts) and puts them to a key that the
 * core handed out here.
 */
export const assetsContract = {
  allocate: procedure
    .input(
      z.discriminatedUnion('kind', [
        /** A video dropped on a page that cannot know its path: kept in the project's media folder. */
        z.object({ kind: z.literal('media'), name: z.string().min(1) }),
        z.object({ kind: z.literal('thumbnail'), videoId: idSchema }),
        z.object({ kind: z.literal('spanData'), id: idSchema }),
        /** A file of an export that only the page can make (training copies). */
        z.object({ kind: z.literal('exportPart'), exportId: idSchema, path: z.string().min(1) }),
      ]),
    )
    .output(z.object({ key: z.string(), path: z.string() })),
};
