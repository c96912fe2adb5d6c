import type { Id } from '#domain/ids.ts';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Lane } from './lanes.ts';
import type { TimeView } from './time-view.ts';

/** A keyframe being dragged in time; nothing is written before the pointer is let go. */
export interface KeyframeDrag {
  trackId: Id;
  fromFrame: number;
  toFrame: number;
}

/** Where the timeline looks; not part of the labels, and not kept. */
export interface TimelineState {
  lanes: readonly Lane[];
  view: TimeView;
  /** Size of the lanes in pixels, without the headers; 0 until they were laid out. */
  width: number;
  height: number;
  scrollTop: number;
  drag: KeyframeDrag | null;
  /** Words beside the pointer, in pixels of the lanes' canvas. */
  hover: { x: number; y: number; text: string } | null;
  isOverKeyframe: boolean;
}

export type TimelineStore = StoreApi<TimelineState>;

export function createTimelineStore(): TimelineStore {
  return createStore<TimelineState>(() => ({
    lanes: [],
    view: { firstFrame: 0, framesPerPixel: 1 },
    width: 0,
    height: 0,
    scrollTop: 0,
    drag: null,
    hover: null,
    isOverKeyframe: false,
  }));
}
