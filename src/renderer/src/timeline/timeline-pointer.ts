import { keyframeAt } from '#domain/track.ts';
import type { Session } from '../state/session.ts';
import { hitTest, type LaneHit } from './hit-test.ts';
import { describeHit } from './describe-hit.ts';
import { frameAtX } from './time-view.ts';
import type { KeyframeDrag, TimelineStore } from './timeline-store.ts';

/** What the pointer is doing between press and release. */
type Gesture =
  | { kind: 'scrub' }
  | { kind: 'range'; anchor: number }
  | { kind: 'keyframe'; startX: number; drag: KeyframeDrag; hasMoved: boolean };

export interface TimelinePointer {
  press(event: PointerEvent, area: 'ruler' | 'lanes'): void;
  move(event: PointerEvent, area: 'ruler' | 'lanes'): void;
  release(): void;
  /** Takes the gesture back as if it had not begun; false when there is none. */
  cancel(): boolean;
  leave(): void;
}

/** A press that moves less than this is a click. */
const dragThresholdPx = 3;

/** Scrubbing, selecting a range and dragging keyframes in time: pointer events in, one command at most out. */
export function createTimelinePointer(session: Session, timeline: TimelineStore): TimelinePointer {
  const { editor, document, player } = session;
  let gesture: Gesture | undefined;
  let wanted: number | undefined;
  let animation = 0;

  const frameCount = (): number => editor.getState().table.ticks.length;

  /** Goes to a frame at once, and then at most once a screen refresh, however many pointer events there are. */
  function scrubTo(frame: number): void {
    wanted = frame;
    if (animation === 0) goToWanted();
  }

  function goToWanted(): void {
    animation = 0;
    if (wanted === undefined) return;
    if (wanted !== editor.getState().frame) player.goTo(wanted);
    wanted = undefined;
    animation = requestAnimationFrame(goToWanted);
  }

  function pointOf(event: PointerEvent): { x: number; y: number } {
    const element = event.target instanceof Element ? event.target : null;
    const box = element?.getBoundingClientRect() ?? { left: 0, top: 0 };
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  function hitAt(point: { x: number; y: number }): LaneHit {
    const { view, scrollTop, lanes } = timeline.getState();
    const onLanes = { x: point.x, y: point.y + scrollTop };
    return hitTest(lanes, view, onLanes, frameCount(), document.spanData);
  }

  function select(trackId: string, isAdding: boolean): void {
    const { selectedTrackIds } = editor.getState();
    if (selectedTrackIds.includes(trackId)) return;
    editor.setState({ selectedTrackIds: isAdding ? [...selectedTrackIds, trackId] : [trackId] });
  }

  function hover(point: { x: number; y: number }): void {
    const hit = hitAt(point);
    const text = describeHit(hit);
    timeline.setState({
      hover: text === '' ? null : { ...point, text },
      isOverKeyframe: hit.keyframe !== undefined,
    });
  }

  return {
    press(event, area) {
      if (event.button !== 0) return;
      if (event.target instanceof Element) event.target.setPointerCapture(event.pointerId);
      const point = pointOf(event);
      const frame = frameAtX(timeline.getState().view, point.x, frameCount());
      const hit = area === 'lanes' ? hitAt(point) : undefined;
      timeline.setState({ hover: null });
      if (hit?.lane && hit.keyframe) {
        const { lane, keyframe } = hit;
        select(lane.track.id, event.shiftKey || event.ctrlKey || event.metaKey);
        if (editor.getState().frame !== keyframe.frame) player.goTo(keyframe.frame);
        // A proposal is kept as its run made it.
        if (lane.isProposal) return;
        const drag = { trackId: lane.track.id, fromFrame: keyframe.frame, toFrame: keyframe.frame };
        gesture = { kind: 'keyframe', startX: point.x, drag, hasMoved: false };
      } else if (event.shiftKey) {
        gesture = { kind: 'range', anchor: frame };
        editor.setState({ range: { startFrame: frame, endFrame: frame } });
        scrubTo(frame);
      } else {
        gesture = { kind: 'scrub' };
        scrubTo(frame);
      }
    },
    move(event, area) {
      const point = pointOf(event);
      if (!gesture) {
        if (area === 'lanes') hover(point);
        return;
      }
      const frame = frameAtX(timeline.getState().view, point.x, frameCount());
      if (gesture.kind === 'scrub') scrubTo(frame);
      else if (gesture.kind === 'range') {
        const { anchor } = gesture;
        editor.setState({
          range: { startFrame: Math.min(anchor, frame), endFrame: Math.max(anchor, frame) },
        });
        scrubTo(frame);
      } else {
        gesture.hasMoved ||= Math.abs(point.x - gesture.startX) >= dragThresholdPx;
        if (!gesture.hasMoved) return;
        gesture.drag = { ...gesture.drag, toFrame: frame };
        const { fromFrame, trackId } = gesture.drag;
        const track = document.track(trackId);
        const isReplacing =
          frame !== fromFrame && track !== undefined && keyframeAt(track, frame) !== undefined;
        const text = `frame ${fromFrame} → ${frame}${isReplacing ? ', in place of the keyframe there' : ''}`;
        timeline.setState({ drag: gesture.drag, hover: { ...point, text } });
        scrubTo(frame);
      }
    },
    release() {
      const ended = gesture;
      gesture = undefined;
      timeline.setState({ drag: null, hover: null });
      if (ended?.kind !== 'keyframe' || ended.drag.toFrame === ended.drag.fromFrame) return;
      session.execute({ kind: 'moveKeyframeInTime', data: ended.drag });
    },
    cancel() {
      if (!gesture) return false;
      if (gesture.kind === 'keyframe') scrubTo(gesture.drag.fromFrame);
      if (gesture.kind === 'range') editor.setState({ range: null });
      gesture = undefined;
      timeline.setState({ drag: null, hover: null });
      return true;
    },
    leave() {
      if (!gesture) timeline.setState({ hover: null, isOverKeyframe: false });
    },
  };
}
