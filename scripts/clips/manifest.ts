/** What tests/fixtures/clips/clips.json says about each clip: known from how it was made, not from a decoder. */
export interface ClipManifest {
  clips: Clip[];
}

/** Codes of MediaError (src/media/media-error.ts) that a refused clip must be refused with. */
export type RefusalCode =
  | 'EMPTY_FILE'
  | 'NOT_VIDEO'
  | 'NO_VIDEO_TRACK'
  | 'UNSUPPORTED_CODEC'
  | 'UNSUPPORTED_EDITS'
  | 'DAMAGED'
  | 'CANNOT_DECODE';

export type Clip = OpenClip | RefusedClip;

interface ClipBase {
  /** Path below tests/fixtures/clips: a file, or the folder of an image sequence. */
  file: string;
  /** What is difficult about it. */
  nasty: string;
}

export interface RefusedClip extends ClipBase {
  expect: 'refuse';
  reason: RefusalCode;
  /** True where some machines can decode it (HEVC in hardware) and opening it is right there. */
  dependsOnMachine: boolean;
}

export interface OpenClip extends ClipBase {
  expect: 'open';
  kind: 'container' | 'images';
  codec: 'h264' | 'vp8' | 'vp9' | 'av1' | 'jpeg' | 'png';
  frameCount: number;
  /** Ticks per second; 0 for image folders, which have no clock. */
  timescale: number;
  /** Presentation time of every frame in ticks, as the container has it; empty for image folders. */
  ticks: number[];
  /** Size of the displayed frame: after rotation and sample aspect ratio, of the first frame. */
  width: number;
  height: number;
  /**
   * Pattern index on each frame where it is not the frame's own index; null where the picture may be damaged
   * because a frame it refers to is missing from the file.
   */
  patterns?: (number | null)[];
  /** Frames decoding can start from, where the container is wrong about it or the test wants to know. */
  keyFrames?: number[];
  /** Some machines cannot decode it and refuse it with this code; where it opens it must be right. */
  mayRefuse?: RefusalCode;
  /** Size the picture changes to, and from which frame on. */
  sizeChange?: { frame: number; width: number; height: number };
  /** File names in order, for image folders. */
  images?: string[];
}
