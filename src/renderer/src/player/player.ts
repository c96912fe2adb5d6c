import { frameAtSeconds, frameCountOf, secondsOf } from '#domain/frame-table.ts';
import { neighbourOnGrid } from '#domain/work-grid.ts';
import type { FrameSource } from '#media/frame-source.web.ts';
import type { EditorState, EditorStore } from '../state/editor-state.ts';

/** What the player needs of the decoder: ask now, or be told when the picture is there. */
export type PictureSource = Pick<
  FrameSource,
  'peek' | 'peekProxy' | 'request' | 'setPlayhead' | 'playbackStride' | 'onAvailable'
>;

/** The picture on the canvas and the frame it is of. */
export interface ShownPicture {
  bitmap: ImageBitmap;
  frame: number;
  isSharp: boolean;
}

export interface Player {
  /** What the canvas must draw now. */
  picture(): ShownPicture | undefined;
  goTo(frame: number): void;
  /** Moves along the work grid, or by single frames. */
  step(direction: 1 | -1, options?: { isSingle?: boolean; count?: number }): void;
  play(): void;
  pause(): void;
  dispose(): void;
}

/** The playhead: the only one that changes `frame` and `shownFrame`. */
export function createPlayer(store: EditorStore, source: PictureSource): Player {
  let shown: ShownPicture | undefined;
  let animation = 0;
  /** The frame being waited for; an older answer is not shown. */
  let wanted = -1;

  const lastFrame = (): number => frameCountOf(store.getState().table) - 1;

  function show(frame: number, bitmap: ImageBitmap, isSharp: boolean): void {
    shown = { bitmap, frame, isSharp };
    store.setState({ shownFrame: frame, picture: isSharp ? 'sharp' : 'soft', pictureMessage: '' });
  }

  /** Shows the sharp picture of a frame, or else a small one, if either is there. True when it was the sharp one. */
  function showReady(frame: number): boolean {
    const sharp = source.peek(frame);
    const ready = sharp ?? source.peekProxy(frame);
    const isShown = shown?.frame === frame && (shown.bitmap === ready || (!sharp && shown.isSharp));
    if (ready && !isShown) show(frame, ready, sharp !== undefined);
    return sharp !== undefined;
  }

  /** Shows a frame if a picture of it is ready; otherwise what is on the canvas stays until one is. */
  function want(frame: number): void {
    wanted = frame;
    if (showReady(frame)) return;
    source.request(frame).then(
      (answer) => {
        if (wanted !== frame) return;
        if (answer.kind === 'ready') showReady(frame);
        else if (answer.kind === 'undecodable') fail(frame, answer.message);
      },
      (error: unknown) => {
        if (wanted === frame) fail(frame, error instanceof Error ? error.message : String(error));
      },
    );
  }

  /** No other picture stands in for one that cannot be decoded. */
  function fail(frame: number, pictureMessage: string): void {
    shown = undefined;
    store.setState({ shownFrame: frame, picture: 'failed', pictureMessage });
  }

  // The picture on the canvas comes anew when its size changes, and its old bitmap goes.
  const stopListening = source.onAvailable((index) => {
    if (index === wanted) showReady(index);
  });

  function moveTo(frame: number, direction: -1 | 0 | 1): void {
    const target = Math.min(Math.max(frame, 0), lastFrame());
    store.setState({ frame: target });
    const { isPlaying, playbackRate } = store.getState();
    source.setPlayhead(target, direction, isPlaying ? playbackRate : 1);
    want(target);
  }

  function nextOf(state: EditorState, from: number, direction: 1 | -1, isSingle: boolean): number {
    if (isSingle) return from + direction;
    return neighbourOnGrid(state.gridFrames, from, direction) ?? from;
  }

  function stop(): void {
    cancelAnimationFrame(animation);
    if (store.getState().isPlaying) store.setState({ isPlaying: false });
  }

  /**
   * Advances a clock by real time and shows the frame of that time. A frame that is not decoded yet holds the clock:
   * playback may slow down, but nothing between is shown wrongly.
   */
  function run(): void {
    let before = performance.now();
    let clock = secondsOf(store.getState().table, store.getState().frame);
    const tick = (now: number): void => {
      const state = store.getState();
      // The first refresh may have begun before play was pressed; time does not go back for that.
      const elapsed = Math.max(0, (now - before) / 1000) * state.playbackRate;
      before = now;
      const { startFrame, endFrame } = state.range ?? { startFrame: 0, endFrame: lastFrame() };
      if (state.shownFrame === state.frame) {
        clock += elapsed;
        const end =
          secondsOf(state.table, endFrame) + (state.table.durations[endFrame] ?? 0) / state.table.timescale;
        if (clock >= end && !state.isLooping) {
          moveTo(endFrame, 0);
          stop();
          return;
        }
        if (clock >= end || state.frame > endFrame) clock = secondsOf(state.table, startFrame);
        // Fast playback shows every n-th frame: no screen shows more.
        const stride = source.playbackStride(state.playbackRate);
        const due = frameAtSeconds(state.table, clock);
        const onStride = Math.floor(due / stride) * stride;
        const target = due < startFrame ? onStride : Math.max(onStride, startFrame);
        if (target > state.frame || clock < secondsOf(state.table, state.frame)) moveTo(target, 1);
      }
      animation = requestAnimationFrame(tick);
    };
    animation = requestAnimationFrame(tick);
  }

  return {
    picture: () => shown,
    goTo(frame) {
      stop();
      const state = store.getState();
      moveTo(frame, frame === state.frame ? 0 : frame > state.frame ? 1 : -1);
    },
    step(direction, { isSingle = false, count = 1 } = {}) {
      stop();
      const state = store.getState();
      let target = state.frame;
      for (let i = 0; i < count; i++) target = nextOf(state, target, direction, isSingle);
      moveTo(target, direction);
    },
    play() {
      const state = store.getState();
      if (state.isPlaying) return;
      if (state.frame >= lastFrame()) moveTo(state.range?.startFrame ?? 0, 1);
      store.setState({ isPlaying: true });
      run();
    },
    pause: stop,
    dispose() {
      stop();
      stopListening();
    },
  };
}
