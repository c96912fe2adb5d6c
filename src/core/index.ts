/** The core's one door: what a host may import. */
export { createLocalClient, servePort, serveSocket } from './router.ts';
export { serveAsset } from './serve-asset.ts';
export { createStudio, type Studio } from './studio.ts';
export { defaultStudioOptions } from './default-options.ts';
export { openTarget } from './open-target.ts';
