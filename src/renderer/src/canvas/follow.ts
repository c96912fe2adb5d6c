import type { Point, Position } from '#domain/geometry.ts';
import type { Id } from '#domain/ids.ts';
import { simplifyPath, type PathPoint } from '#domain/surgery/simplify.ts';
import { keyframeAt } from '#domain/track.ts';
import { personKeyframe, positionCentredAt } from './edits.ts';
import { emptyPreview, type ToolContext } from './tools/tool.ts';

/** Milliseconds the key must be down before the video plays: shorter, and the object is placed on this frame only. */
const holdMs = 250;
/** How exact a hand is, in CSS pixels: the path is simplified within this. */
const handPx = 2;
const leastTolerancePx = 0.5;

/**
 * While a key is held, the video plays slowly and the selected object follows the pointer; release makes the path
 * keyframes, as one command. A short press puts the object at the pointer on this frame.
 */
export interface Follow {
  /** Whether there is one object to lead, and a pointer on the picture to lead it. */
  canStart(): boolean;
  start(rate: number): void;
  finish(): void;
  /** Ends it without keeping the path; false when it is not running. */
  cancel(): boolean;
  isRunning(): boolean;
}

interface Running {
  trackId: Id;
  path: Map<number, Position>;
  timer: ReturnType<typeof setTimeout>;
  before: { playbackRate: number; isLooping: boolean };
  stopWatching: () => void;
}

export function createFollow(context: ToolContext): Follow {
  const { editor, document, player, execute } = context.host;
  let running: Running | undefined;

  function onlySelected() {
    const { selectedTrackIds, labelSetId } = editor.getState();
    const [only] = selectedTrackIds;
    if (only === undefined || selectedTrackIds.length !== 1) return undefined;
    const track = document.track(only);
    return track?.labelSetId === labelSetId ? track : undefined;
  }

  /** Notes where the pointer is on the shown frame; until the next frame comes, the latest place counts. */
  function sample(): void {
    const { pointer, shownFrame } = editor.getState();
    const track = running && document.track(running.trackId);
    if (!running || !track || !pointer) return;
    const position = positionCentredAt(document, track, shownFrame, pointer);
    if (!position) return;
    running.path.set(shownFrame, position);
    context.setPreview({
      ...emptyPreview,
      draft: { position, trackId: track.id },
      path: centresOf(running.path),
    });
  }

  function start(rate: number): void {
    const track = onlySelected();
    if (running || !track) return;
    const { playbackRate, isLooping } = editor.getState();
    const timer = setTimeout(() => {
      editor.setState({ playbackRate: rate, isLooping: false });
      player.play();
    }, holdMs);
    const stopWatching = editor.subscribe((state, previous) => {
      if (state.shownFrame !== previous.shownFrame || state.pointer !== previous.pointer) sample();
    });
    running = {
      trackId: track.id,
      path: new Map(),
      timer,
      before: { playbackRate, isLooping },
      stopWatching,
    };
    sample();
  }

  /** Everything as it was before; what was running, if anything. */
  function stop(): Running | undefined {
    if (!running) return undefined;
    const stopped = running;
    running = undefined;
    clearTimeout(stopped.timer);
    stopped.stopWatching();
    player.pause();
    editor.setState(stopped.before);
    context.setPreview(emptyPreview);
    return stopped;
  }

  function finish(): void {
    const stopped = stop();
    if (stopped) commit(stopped.trackId, stopped.path);
  }

  function commit(trackId: Id, positions: ReadonlyMap<number, Position>): void {
    const track = document.track(trackId);
    if (!track || positions.size === 0) return;
    const path: PathPoint[] = [...positions]
      .sort(([a], [b]) => a - b)
      .map(([frame, position]) => ({ ...position, frame }));
    // A keyframe that is there already must not stand out of the new path.
    const kept = path.flatMap(({ frame }, index) => (keyframeAt(track, frame) ? [index] : []));
    const tolerance = Math.max(handPx / context.scale(), leastTolerancePx);
    const chosen = new Set(simplifyPath(path, tolerance, kept));
    const keyframes = path
      .filter((_, index) => chosen.has(index))
      .map(({ frame, ...position }, index, all) => ({
        ...personKeyframe(track, frame, position),
        // Between the keyframes of the path the path is straight; after it the track goes on as it did.
        ...(index < all.length - 1 && { gap: 'linear' as const }),
      }));
    const isDone = execute({ kind: 'setKeyframes', data: { trackId, keyframes } });
    const [first] = keyframes;
    if (isDone && first && keyframes.length === 1) context.placed(trackId, first.frame);
  }

  return {
    canStart: () => onlySelected() !== undefined && editor.getState().pointer !== null,
    start,
    finish,
    cancel: () => stop() !== undefined,
    isRunning: () => running !== undefined,
  };
}

function centresOf(path: ReadonlyMap<number, Position>): Point[] {
  return [...path]
    .sort(([a], [b]) => a - b)
    .map(([, { x, y, w, h }]) => ({ x: x + (w ?? 0) / 2, y: y + (h ?? 0) / 2 }));
}
