import type { FrameTable } from '#domain/frame-table.ts';
import type { Id } from '#domain/ids.ts';
import type { Video } from '#domain/records.ts';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SurgeryDraft } from '../timeline/surgery-draft.ts';

export type ToolName = 'select' | 'point' | 'trackPoint' | 'trackBox';

/** How the picture is drawn; not part of the labels. */
export interface PictureSettings {
  /** -1..1, 0 unchanged. */
  brightness: number;
  /** 0..3, 1 unchanged. */
  contrast: number;
  /** 0.2..5, 1 unchanged. */
  gamma: number;
}

/** A span being marked: from this frame to wherever the key is pressed again. */
export interface PendingVisibility {
  value: 'occluded' | 'absent';
  startFrame: number;
  trackIds: readonly Id[];
}

/** The open video as the person sees it. The labels themselves are in the session's document. */
export interface EditorState {
  video: Video;
  table: FrameTable;
  /** Frames of the work grid, rising. */
  gridFrames: Uint32Array;
  /** Label set that edits go to. */
  labelSetId: Id;
  /** Rises with every change of the document, so that views know when to look again. */
  revision: number;
  /** The frame the person asked for. */
  frame: number;
  /** The frame whose picture is on the canvas; labels are drawn for this one, so both change together. */
  shownFrame: number;
  /** What stands on the canvas: the sharp picture, the soft proxy, or why there is none. */
  picture: 'none' | 'soft' | 'sharp' | 'failed';
  pictureMessage: string;
  selectedTrackIds: readonly Id[];
  /** Expression that new objects belong to. */
  activeExpressionId: Id | null;
  tool: ToolName;
  isPlaying: boolean;
  /** 0.1 to 4. */
  playbackRate: number;
  isLooping: boolean;
  /** Frames selected on the timeline, both ends included. */
  range: { startFrame: number; endFrame: number } | null;
  pendingVisibility: PendingVisibility | null;
  /** Surgery that is shown, and done when the person says so. */
  surgery: SurgeryDraft | null;
  areLabelsHidden: boolean;
  isCameraFollowing: boolean;
  /** The canvas has the window to itself. */
  isCanvasFull: boolean;
  /** Positions shown before and after the current one. */
  trailLength: number;
  pictureSettings: PictureSettings;
  /** Objects flashed because undo or redo changed them. */
  flashedTrackIds: readonly Id[];
  /** Cursor in pixels of the displayed frame; null outside the picture. */
  pointer: { x: number; y: number } | null;
  /** Device pixels per video pixel. */
  zoom: number;
}

export type EditorStore = StoreApi<EditorState>;

export function createEditorStore(
  start: Pick<EditorState, 'video' | 'table' | 'gridFrames' | 'labelSetId' | 'activeExpressionId'>,
): EditorStore {
  return createStore<EditorState>(() => ({
    ...start,
    revision: 0,
    frame: 0,
    shownFrame: 0,
    picture: 'none',
    pictureMessage: '',
    selectedTrackIds: [],
    tool: 'select',
    isPlaying: false,
    playbackRate: 1,
    isLooping: false,
    range: null,
    pendingVisibility: null,
    surgery: null,
    areLabelsHidden: false,
    isCameraFollowing: false,
    isCanvasFull: false,
    trailLength: 0,
    pictureSettings: { brightness: 0, contrast: 1, gamma: 1 },
    flashedTrackIds: [],
    pointer: null,
    zoom: 1,
  }));
}
