import type { Point, Size } from '#domain/geometry.ts';
import type { Id } from '#domain/ids.ts';
import { nearestOnGrid } from '#domain/work-grid.ts';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ToolName } from '../state/editor-state.ts';
import type { CanvasHost } from './edits.ts';
import { marksOnFrame, type Mark } from './marks.ts';
import { createFollow, type Follow } from './follow.ts';
import { createNudge, type Nudge } from './nudge.ts';
import { createBoxTool } from './tools/box-tool.ts';
import { createPointTool } from './tools/point-tool.ts';
import { createSelectTool } from './tools/select-tool.ts';
import {
  emptyPreview,
  type PointerInput,
  type PointerIntent,
  type Preview,
  type Tool,
  type ToolContext,
} from './tools/tool.ts';
import {
  centredView,
  fitView,
  resizeView,
  settleView,
  toScreen,
  toVideo,
  zoomView,
  type View,
} from './viewport.ts';

/** A keyframe that was placed between the frames of the work grid. */
export interface OffGridPlacement {
  trackId: Id;
  frame: number;
  /** The grid frame it could move to. */
  gridFrame: number;
}

/** What the canvas keeps beside the editor's state: how the picture lies, and what a gesture shows. */
export interface CanvasState {
  view: View;
  /** The view follows the canvas' size. */
  isFitted: boolean;
  /** CSS pixels. */
  size: Size;
  pixelRatio: number;
  preview: Preview;
  offGrid: OffGridPlacement | null;
  isLoupeOn: boolean;
  /** The track tool that was used last, for drawing another. */
  trackTool: 'trackPoint' | 'trackBox';
  /** Playback rate while an object follows the pointer. */
  followRate: number;
}

/** The canvas of one open video without its pixels: views, tools and gestures. */
export interface CanvasModel {
  store: StoreApi<CanvasState>;
  host: CanvasHost;
  nudge: Nudge;
  follow: Follow;
  marks(): readonly Mark[];
  pointerDown(input: PointerInput): void;
  pointerMove(input: PointerInput): void;
  pointerUp(input: PointerInput): void;
  pointerLeave(): void;
  intentAt(input: PointerInput): PointerIntent;
  isGestureRunning(): boolean;
  /** Takes a running gesture back; false when there is none. */
  cancelGesture(): boolean;
  setSize(size: Size, pixelRatio: number): void;
  fit(): void;
  /** One device pixel a video pixel, the middle of the canvas staying where it is. */
  oneToOne(): void;
  zoom(factor: number, anchor?: Point): void;
  pan(by: Point): void;
  /** Brings a place of the video to the middle of the canvas. */
  centreOn(at: Point): void;
  /** Moves the off-grid keyframe to its grid frame and goes there. */
  snapToGrid(): void;
  dismissOffGrid(): void;
  dispose(): void;
}

/** Views that videos were left in, for as long as the page lives. */
const leftViews = new Map<Id, { view: View; isFitted: boolean }>();

export function createCanvasModel(host: CanvasHost): CanvasModel {
  const { editor, document, videoId } = host;
  const left = leftViews.get(videoId);
  const store = createStore<CanvasState>(() => ({
    view: left?.view ?? { x: 0, y: 0, scale: 1 },
    isFitted: left?.isFitted ?? true,
    size: { width: 0, height: 0 },
    pixelRatio: 1,
    preview: emptyPreview,
    offGrid: null,
    isLoupeOn: false,
    trackTool: 'trackPoint',
    followRate: 0.25,
  }));
  const picture = (): Size => editor.getState().video;

  let known: { key: readonly unknown[]; marks: Mark[] } | undefined;
  function marks(): readonly Mark[] {
    const { shownFrame, revision, labelSetId, selectedTrackIds, flashedTrackIds } = editor.getState();
    const key = [shownFrame, revision, labelSetId, selectedTrackIds, flashedTrackIds];
    if (!known || known.key.some((value, index) => value !== key[index])) {
      known = { key, marks: marksOnFrame(document, videoId, shownFrame, editor.getState()) };
    }
    return known.marks;
  }

  function setView(view: View, isFitted = false): void {
    const { size, pixelRatio } = store.getState();
    const settled = settleView(view, size, picture(), pixelRatio);
    const { view: before, isFitted: wasFitted } = store.getState();
    const isSame = settled.x === before.x && settled.y === before.y && settled.scale === before.scale;
    const zoom = view.scale * pixelRatio;
    if (editor.getState().zoom !== zoom) editor.setState({ zoom });
    if (isSame && isFitted === wasFitted) return;
    store.setState({ view: isSame ? before : settled, isFitted });
    leftViews.set(videoId, { view: settled, isFitted });
  }

  const context: ToolContext = {
    host,
    marks,
    scale: () => store.getState().view.scale,
    setPreview: (preview) => store.setState({ preview }),
    placed(trackId, frame) {
      const gridFrame = nearestOnGrid(editor.getState().gridFrames, frame);
      const isOff = gridFrame !== undefined && gridFrame !== frame;
      store.setState({ offGrid: isOff ? { trackId, frame, gridFrame } : null });
    },
  };
  const tools: Record<ToolName, Tool> = {
    select: createSelectTool(context),
    point: createPointTool(context, 'point'),
    trackPoint: createPointTool(context, 'trackPoint'),
    trackBox: createBoxTool(context),
  };
  /** The tool that has the running gesture; it keeps it when another is chosen. */
  let busy: Tool | undefined;
  const tool = (): Tool => busy ?? tools[editor.getState().tool];
  const nudge = createNudge(context);
  const follow = createFollow(context);

  /** A gesture works on the frame it can see: playback stops, and a frame still being decoded is not waited for. */
  function holdFrame(): void {
    const { isPlaying, frame, shownFrame } = editor.getState();
    if (isPlaying) host.player.pause();
    if (frame !== shownFrame) host.player.goTo(shownFrame);
  }

  /** Where the pointer is on the canvas, so that its place in the video is known when the view moves under it. */
  let pointerOnCanvas: Point | undefined;

  function notePointer(at: Point | null): void {
    pointerOnCanvas = at ? toScreen(store.getState().view, at) : undefined;
    showPointer(at);
  }

  function showPointer(at: Point | null): void {
    const { width, height } = picture();
    const isOn = at !== null && at.x >= 0 && at.y >= 0 && at.x <= width && at.y <= height;
    editor.setState({ pointer: isOn ? { x: at.x, y: at.y } : null });
  }

  function cancelGesture(): boolean {
    const isCancelled = busy?.cancel() ?? false;
    busy = undefined;
    return follow.cancel() || isCancelled;
  }

  const stopWatching = editor.subscribe((state, before) => {
    if (state.tool === 'trackPoint' || state.tool === 'trackBox') {
      if (state.tool !== before.tool) store.setState({ trackTool: state.tool });
    }
    if (state.shownFrame !== before.shownFrame) {
      nudge.commit();
      if (busy?.cancel()) busy = undefined;
      if (store.getState().offGrid) store.setState({ offGrid: null });
    } else if (state.selectedTrackIds !== before.selectedTrackIds) nudge.commit();
  });

  const stopFollowingView = store.subscribe((state, before) => {
    if (state.view !== before.view && pointerOnCanvas) showPointer(toVideo(state.view, pointerOnCanvas));
  });

  return {
    store,
    host,
    nudge,
    follow,
    marks,
    pointerDown(input) {
      nudge.commit();
      holdFrame();
      busy = tools[editor.getState().tool];
      busy.pointerDown(input);
    },
    pointerMove(input) {
      notePointer(input);
      busy?.pointerMove(input);
    },
    pointerUp(input) {
      busy?.pointerUp(input);
      busy = undefined;
    },
    pointerLeave: () => notePointer(null),
    intentAt: (input) => tool().intentAt(input),
    isGestureRunning: () => (busy?.isBusy() ?? false) || follow.isRunning(),
    cancelGesture,
    setSize(size, pixelRatio) {
      const { size: before, view, isFitted } = store.getState();
      store.setState({ size, pixelRatio });
      if (isFitted || before.width === 0) {
        setView(isFitted ? fitView(size, picture()) : view, isFitted);
      } else setView(resizeView(view, before, size));
    },
    fit() {
      setView(fitView(store.getState().size, picture()), true);
    },
    oneToOne() {
      const { size, view, pixelRatio } = store.getState();
      const middle = toVideo(view, { x: size.width / 2, y: size.height / 2 });
      setView(centredView(size, middle, 1 / pixelRatio));
    },
    zoom(factor, anchor) {
      const { size, view, pixelRatio } = store.getState();
      const at = anchor ?? { x: size.width / 2, y: size.height / 2 };
      setView(zoomView(view, at, factor, { canvas: size, picture: picture(), pixelRatio }));
    },
    pan(by) {
      const { view } = store.getState();
      setView({ ...view, x: view.x + by.x, y: view.y + by.y });
    },
    centreOn(at) {
      const { size, view } = store.getState();
      setView(centredView(size, at, view.scale));
    },
    snapToGrid() {
      const { offGrid } = store.getState();
      if (!offGrid) return;
      store.setState({ offGrid: null });
      const { trackId, frame, gridFrame } = offGrid;
      const data = { trackId, fromFrame: frame, toFrame: gridFrame };
      if (host.execute({ kind: 'moveKeyframeInTime', data })) host.player.goTo(gridFrame);
    },
    dismissOffGrid: () => store.setState({ offGrid: null }),
    dispose() {
      nudge.commit();
      follow.finish();
      cancelGesture();
      stopWatching();
      stopFollowingView();
    },
  };
}
