export type StoreErrorCode =
  | 'PROJECT_NOT_FOUND'
  | 'PROJECT_EXISTS'
  | 'PROJECT_NEWER'
  | 'PROJECT_CORRUPT'
  | 'PROJECT_LOCKED'
  | 'PROJECT_READ_ONLY'
  | 'NO_PROJECT'
  | 'NOT_ALLOWED'
  | 'DISK_FULL'
  | 'DISK_FAILED'
  | 'HISTORY_CONFLICT'
  | 'NOTHING_TO_UNDO';

/** A failure of the store that a person can act on: the message names the file and the way out. */
export class StoreError extends Error {
  override name = 'StoreError';
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** How each of the disk's complaints reads to a person. The first that fits wins. */
const explanations: { fits: RegExp; code: StoreErrorCode; say: (file: string, code: string) => string }[] = [
  {
    fits: /^(SQLITE_FULL|ENOSPC|EDQUOT|EFBIG)$/,
    code: 'DISK_FULL',
    say: (file) =>
      `The disk is full: ${file} could not be written. Nothing was changed. Free some space and try again.`,
  },
  {
    fits: /^SQLITE_READONLY_DBMOVED$/,
    code: 'PROJECT_NOT_FOUND',
    say: (file) =>
      `${file} was moved or deleted while it was open. Nothing was changed. Open the project at its new place.`,
  },
  {
    fits: /^(SQLITE_READONLY.*|SQLITE_CANTOPEN.*|SQLITE_PERM|EACCES|EROFS|EPERM)$/,
    code: 'PROJECT_READ_ONLY',
    say: (file) =>
      `${file} cannot be written. Give yourself write access to its folder, or copy the project elsewhere.`,
  },
  {
    fits: /^(SQLITE_CORRUPT.*|SQLITE_NOTADB)$/,
    code: 'PROJECT_CORRUPT',
    say: (file) =>
      `${file} is damaged. Close the project, keep the damaged file, and put a copy of the folder from your ` +
      "backups in its place; the project's own backups folder may have an older one.",
  },
  {
    fits: /^(SQLITE_BUSY.*|SQLITE_LOCKED.*)$/,
    code: 'PROJECT_LOCKED',
    say: (file) =>
      `Another program is writing to ${file}. Nothing was changed. Close that program and try again.`,
  },
  {
    fits: /^(SQLITE_IOERR.*|EIO)$/,
    code: 'DISK_FAILED',
    say: (file, code) =>
      `The disk could not write or read ${file} (${code}). Nothing was changed. ` +
      'Check that the disk is connected, has space and is within your quota, then try again.',
  },
  {
    fits: /^(ENOTDIR|EEXIST|ENAMETOOLONG)$/,
    code: 'NOT_ALLOWED',
    say: (file) => `There can be no folder at ${file}: a file is in the way, or the name is too long.`,
  },
];

/** Turns the codes of SQLite and of the file system into StoreErrors that name the file; the rest is unchanged. */
export function explainDiskError(error: unknown, file: string): unknown {
  const code = codeOf(error);
  const known = explanations.find(({ fits }) => fits.test(code));
  return known ? new StoreError(known.code, known.say(file, code), { cause: error }) : error;
}

/** The error's own code, or "". */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
