import { z } from 'zod';

/** Every stored thing has a UUIDv7. Rooms that may use the clock make them with `newId` (api/new-id.ts). */
export const idSchema = z.uuidv7();
export type Id = string;
