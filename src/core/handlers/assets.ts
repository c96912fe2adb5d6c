import { implement } from '@orpc/server';
import { assetsContract } from '#api/assets.contract.ts';
import { allocateUpload } from '../uploads.ts';
import type { Studio } from '../studio.ts';

const os = implement(assetsContract).$context<{ studio: Studio }>();

export const assets = os.router({
  allocate: os.allocate.handler(({ input, context }) => allocateUpload(context.studio.project(), input)),
});
