import type { Id } from '#domain/ids.ts';

/** Addresses of the asset channel, the same on every host. Everything is named by id, never by path. */
export const assetPaths = {
  video: (videoId: Id): string => `/asset/video/${videoId}`,
  image: (videoId: Id, index: number): string => `/asset/image/${videoId}/${index}`,
  frameTable: (videoId: Id): string => `/asset/frame-table/${videoId}`,
  thumbnail: (videoId: Id): string => `/asset/thumbnail/${videoId}`,
  spanData: (dataId: Id): string => `/asset/span-data/${dataId}`,
  upload: (key: string): string => `/asset/upload/${key}`,
} as const;
