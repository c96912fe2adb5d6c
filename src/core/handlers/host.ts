import { implement } from '@orpc/server';
import os from 'node:os';
import { hostContract } from '#api/host.contract.ts';
import { findFfmpeg } from '../ffmpeg.ts';
import { listFolder } from '../list-folder.ts';
import type { Studio } from '../studio.ts';

const impl = implement(hostContract).$context<{ studio: Studio }>();

export const host = impl.router({
  about: impl.about.handler(async ({ context }) => ({
    version: context.studio.options.version,
    platform: process.platform,
    userName: os.userInfo().username,
    hasFfmpeg: (await findFfmpeg()) !== undefined,
  })),
  listFolder: impl.listFolder.handler(({ input }) => listFolder(input.folder ?? os.homedir())),
  settings: impl.settings.handler(({ context }) => context.studio.settings.all()),
  saveSetting: impl.saveSetting.handler(({ input, context }) =>
    context.studio.settings.save(input.name, input.value),
  ),
  reportActivity: impl.reportActivity.handler(({ input, context }) => {
    const day = new Date().toLocaleDateString('sv-SE');
    context.studio.project().activity.add({ ...input, day });
  }),
  activity: impl.activity.handler(({ input, context }) =>
    context.studio.project().activity.ofPerson(input.personId),
  ),
});
