export type StoreErrorCode =
  | 'PROJECT_NOT_FOUND'
  | 'PROJECT_EXISTS'
  | 'PROJECT_NEWER'
  | 'PROJECT_CORRUPT'
  | 'PROJECT_LOCKED'
  | 'PROJECT_READ_ONLY'
  | 'DISK_FULL'
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

/** Turns SQLite's own codes into StoreErrors that name the file; anything else passes unchanged. */
export function explainSqliteError(error: unknown, file: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const options = { cause: error };
  if (code === 'SQLITE_FULL' || code === 'ENOSPC') {
    return new StoreError(
      'DISK_FULL',
      `The disk is full: ${file} could not be written. Nothing was changed. Free some space and try again.`,
      options,
    );
  }
  if (
    code.startsWith('SQLITE_READONLY') ||
    code === 'SQLITE_CANTOPEN' ||
    code === 'EACCES' ||
    code === 'EROFS'
  ) {
    return new StoreError(
      'PROJECT_READ_ONLY',
      `${file} cannot be written. Give yourself write access to its folder, or copy the project elsewhere.`,
      options,
    );
  }
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') {
    return new StoreError(
      'PROJECT_CORRUPT',
      `${file} is damaged and was left as it is. Restore a copy from the project's backups folder, or another backup.`,
      options,
    );
  }
  return error;
}
