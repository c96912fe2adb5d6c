import { implement } from '@orpc/server';
import { videosContract } from '#api/videos.contract.ts';
import { importVideos } from '../import-videos.ts';
import { relink, relinkBelow } from '../relink.ts';
import type { Studio } from '../studio.ts';
import { transcodeVideo } from '../transcode.ts';

const os = implement(videosContract).$context<{ studio: Studio }>();

export const videos = os.router({
  import: os.import.handler(({ input, context, signal }) =>
    importVideos(context.studio, { ...input, signal }),
  ),
  transcode: os.transcode.handler(({ input, context, signal }) =>
    transcodeVideo(context.studio, { ...input, signal }),
  ),
  relink: os.relink.handler(({ input, context }) => relink(context.studio, input.videoId, input.path)),
  relinkBelow: os.relinkBelow.handler(({ input, context }) => relinkBelow(context.studio, input.folder)),
  reportProof: os.reportProof.handler(({ input, context }) => {
    const { videos: store } = context.studio.project();
    const { videoId, ...found } = input;
    store.saveState(videoId, found);
    context.studio.projectEvents.publish({ kind: 'videoState', state: store.state(videoId) });
  }),
  source: os.source.handler(
    ({ input, context }) => context.studio.project().videos.source(input.videoId) ?? null,
  ),
  saveSource: os.saveSource.handler(({ input, context }) =>
    context.studio.project().videos.saveSource(input.videoId, input.source),
  ),
});
