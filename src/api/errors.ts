import { z } from 'zod';

/**
 * Every failure a caller can act on. The message is written for people where the failure is understood: it names
 * the file, frame or field and the way out. Anything else crosses as INTERNAL with a reference to the log.
 */
export const studioErrors = {
  NOT_FOUND: {},
  NOT_ALLOWED: {},
  NOTHING_TO_DO: {},
  NOTHING_TO_UNDO: {},
  HISTORY_CONFLICT: {},
  NO_PROJECT: {},
  PROJECT_NOT_FOUND: {},
  PROJECT_EXISTS: {},
  PROJECT_NEWER: {},
  PROJECT_CORRUPT: {},
  PROJECT_LOCKED: {},
  PROJECT_READ_ONLY: {},
  DISK_FULL: {},
  DISK_FAILED: {},
  /** A watcher that reads too slowly lost its place: load again. */
  FELL_BEHIND: {},
  /** A file that is no video Fiducial can label; `advice` is the command that makes it one, where there is one. */
  MEDIA_REFUSED: { data: z.object({ reason: z.string(), canTranscode: z.boolean(), advice: z.string() }) },
  FILE_NOT_FOUND: {},
  /** A file that is not the one it should be (relinking), or is cut short. */
  FILE_MISMATCH: {},
  /** Something to import or export is wrong; each problem names where. */
  DATA_REFUSED: { data: z.object({ problems: z.array(z.string()) }) },
  INTERNAL: { data: z.object({ reference: z.string() }) },
} as const;

export type StudioErrorCode = keyof typeof studioErrors;
