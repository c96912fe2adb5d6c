import type { ContractRouterClient } from '@orpc/contract';
import { assetsContract } from './assets.contract.ts';
import { documentsContract } from './documents.contract.ts';
import { exportsContract } from './exports.contract.ts';
import { hostContract } from './host.contract.ts';
import { projectsContract } from './projects.contract.ts';
import { runsContract } from './runs.contract.ts';
import { videosContract } from './videos.contract.ts';

/** Everything a page, a script or a test can ask of the core. Hosts only carry it. */
export const contract = {
  assets: assetsContract,
  documents: documentsContract,
  exports: exportsContract,
  host: hostContract,
  projects: projectsContract,
  runs: runsContract,
  videos: videosContract,
};

export type StudioClient = ContractRouterClient<typeof contract>;
