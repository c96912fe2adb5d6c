import { spansOfFrames } from '#domain/spans.ts';
import { useEffect, useLayoutEffect } from 'react';
import type { Session } from '../state/session.ts';
import { drawLanes } from './draw-lanes.ts';
import { drawPlayhead, drawRuler } from './draw-ruler.ts';
import { bandsOf } from './lane-bands.ts';
import { lanesOf, visibleLanes } from './lanes.ts';
import { headerWidth, rulerHeight } from './sizes.ts';
import { clampView, fitAll, panBy, revealFrame, zoomAt } from './time-view.ts';
import { timelineColours } from './timeline-colours.ts';
import type { TimelineStore } from './timeline-store.ts';

export function frameCountOf(session: Session): number {
  return session.editor.getState().table.ticks.length;
}

/** Keeps the lanes what the document says. */
export function useLanes(session: Session, timeline: TimelineStore): void {
  useLayoutEffect(() => {
    const { editor, document: labels, videoId } = session;
    const refresh = (): void => {
      timeline.setState({ lanes: lanesOf(labels, videoId, editor.getState().labelSetId) });
    };
    refresh();
    return editor.subscribe((state, before) => {
      if (state.revision !== before.revision || state.labelSetId !== before.labelSetId) refresh();
    });
  }, [session, timeline]);
}

/** Keeps the size of the lanes, and the playhead in sight whenever it moves. */
export function useLayout(
  session: Session,
  timeline: TimelineStore,
  scroller: { current: HTMLDivElement | null },
): void {
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      const width = Math.max(element.clientWidth - headerWidth, 1);
      const before = timeline.getState();
      const count = frameCountOf(session);
      const wasWhole =
        before.width === 0 || before.view.framesPerPixel >= fitAll(count, before.width).framesPerPixel;
      const view = wasWhole ? fitAll(count, width) : clampView(before.view, count, width);
      timeline.setState({ width, height: element.clientHeight, view });
    });
    observer.observe(element);
    const unsubscribe = session.editor.subscribe((state, before) => {
      const { view, width } = timeline.getState();
      if (state.frame === before.frame || width === 0) return;
      const options = { frameCount: frameCountOf(session), width, isPlaying: state.isPlaying };
      const next = revealFrame(view, state.frame, options);
      if (next !== view) timeline.setState({ view: next });
    });
    return () => {
      observer.disconnect();
      unsubscribe();
    };
  }, [session, timeline, scroller]);
}

/**
 * The wheel zooms at the cursor, pans with Shift, and scrolls the lanes where there are more than fit (with Ctrl it
 * zooms there too).
 */
export function useWheel(
  session: Session,
  timeline: TimelineStore,
  { root, scroller }: { root: { current: HTMLElement | null }; scroller: { current: HTMLDivElement | null } },
): void {
  useEffect(() => {
    const element = root.current;
    if (!element) return;
    function onWheel(event: WheelEvent): void {
      const lanes = scroller.current;
      if (!lanes) return;
      const isModified = event.ctrlKey || event.metaKey;
      const isOverLanes = event.target instanceof Node && lanes.contains(event.target);
      const canScroll = lanes.scrollHeight > lanes.clientHeight;
      const isSideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
      if (isOverLanes && canScroll && !isModified && !isSideways) return;
      event.preventDefault();
      const { view, width } = timeline.getState();
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      const amount =
        (event.deltaY === 0 || Math.abs(event.deltaX) > Math.abs(event.deltaY)
          ? event.deltaX
          : event.deltaY) * unit;
      const count = frameCountOf(session);
      const x = event.clientX - lanes.getBoundingClientRect().left - headerWidth;
      const next =
        isSideways && !isModified
          ? panBy(view, amount, count, width)
          : zoomAt(view, Math.max(x, 0), 1.0015 ** amount, count, width);
      timeline.setState({ view: next });
    }
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [session, timeline, root, scroller]);
}

/** Draws both canvases at the next refresh whenever something they show has changed. */
export function useDrawing(
  session: Session,
  timeline: TimelineStore,
  refs: {
    rulerCanvas: { current: HTMLCanvasElement | null };
    lanesCanvas: { current: HTMLCanvasElement | null };
  },
): void {
  useEffect(() => {
    const { editor, document: labels, source, videoId } = session;
    let animation = 0;

    function draw(): void {
      animation = 0;
      const { view, width, height, scrollTop, drag, lanes } = timeline.getState();
      if (width === 0) return;
      const state = editor.getState();
      const colours = timelineColours();
      const shared = { view, width, colours };
      const playhead = { ...shared, frame: state.frame, range: state.range };
      const ruler = refs.rulerCanvas.current && contextOf(refs.rulerCanvas.current, width, rulerHeight);
      if (ruler) {
        const { activeExpressionId, labelSetId, table, gridFrames: grid } = state;
        const answer =
          activeExpressionId === null ? undefined : labels.answer(activeExpressionId, videoId, labelSetId);
        const ready = spansOfFrames(source.cachedFrames());
        const soft = source.proxy?.coverage() ?? [];
        drawRuler(ruler, { ...shared, table, grid, coverage: answer?.coverage ?? [], soft, ready });
        drawPlayhead(ruler, { ...playhead, height: rulerHeight, isRuler: true });
      }
      const context = refs.lanesCanvas.current && contextOf(refs.lanesCanvas.current, width, height);
      if (context) {
        drawLanes(context, {
          ...shared,
          lanes: visibleLanes(lanes, scrollTop, height),
          height,
          scrollTop,
          drag,
          frameCount: state.table.ticks.length,
          selected: new Set(state.selectedTrackIds),
          bands: bandsOf(session),
          lookup: labels.spanData,
        });
        drawPlayhead(context, { ...playhead, height, isRuler: false });
      }
    }

    function schedule(): void {
      if (animation === 0) animation = requestAnimationFrame(draw);
    }

    const theme = new MutationObserver(schedule);
    theme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    const stops = [
      editor.subscribe(schedule),
      timeline.subscribe(schedule),
      source.onAvailable(schedule),
      source.proxy?.onCoverage(schedule) ?? (() => undefined),
      () => theme.disconnect(),
      () => cancelAnimationFrame(animation),
    ];
    schedule();
    return () => {
      for (const stop of stops) stop();
    };
  }, [session, timeline, refs.rulerCanvas, refs.lanesCanvas]);
}

/** The canvas' context in CSS pixels, its bitmap resized where the screen or the panel changed. */
function contextOf(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
): CanvasRenderingContext2D | null {
  const ratio = devicePixelRatio;
  const size = { width: Math.round(width * ratio), height: Math.round(height * ratio) };
  if (canvas.width !== size.width || canvas.height !== size.height) Object.assign(canvas, size);
  const context = canvas.getContext('2d');
  context?.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}
