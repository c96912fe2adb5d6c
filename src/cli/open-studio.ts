import path from 'node:path';
import type { StudioClient } from '#api/contract.ts';
import type { Overview } from '#api/projects.contract.ts';
import { createLocalClient, createStudio, defaultStudioOptions } from '#core/index.ts';

/** A core in this process, for one command. */
export function openStudio(): { client: StudioClient; version: string; close(): void } {
  const options = defaultStudioOptions();
  const studio = createStudio(options);
  return { client: createLocalClient(studio), version: options.version, close: () => studio.close() };
}

/** Opens the project in `folder`, or makes one where there is none. */
export async function openOrCreate(client: StudioClient, folder: string): Promise<Overview> {
  const absolute = path.resolve(folder);
  try {
    return await client.projects.open({ folder: absolute });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'PROJECT_NOT_FOUND')) throw error;
    return client.projects.create({ folder: absolute, name: path.basename(absolute) });
  }
}
