import { initial } from './0010-initial.ts';

export interface Migration {
  version: number;
  sql: string;
}

/** Forward-only, in steps of ten, never edited once released. */
export const migrations: readonly Migration[] = [initial];
