import { secondsOf } from '#domain/frame-table.ts';
import { Maximize2, ZoomIn, ZoomOut } from 'lucide-react';
import {
  useEffect,
  useMemo,
  useRef,
  useState,
  type PointerEvent as ReactPointerEvent,
  type ReactElement,
} from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { Session } from '../state/session.ts';
import { LaneHeader } from './lane-header.tsx';
import { lanesHeight, scrollToShow, visibleLanes } from './lanes.ts';
import { headerWidth, rulerHeight } from './sizes.ts';
import { fitAll, zoomAt } from './time-view.ts';
import { frameCountOf, useDrawing, useLanes, useLayout, useWheel } from './timeline-hooks.ts';
import { keepFocusOnWork } from './focus.ts';
import { createTimelinePointer } from './timeline-pointer.ts';
import { createTimelineStore, type TimelineStore } from './timeline-store.ts';
import './timeline.css';

/** Ruler and lanes of the open video. */
export function TimelineView({ session }: { session: Session }): ReactElement {
  return <Timeline key={session.videoId} session={session} />;
}

function Timeline({ session }: { session: Session }): ReactElement {
  const { editor } = session;
  const [timeline] = useState(createTimelineStore);
  const root = useRef<HTMLElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const rulerCanvas = useRef<HTMLCanvasElement>(null);
  const lanesCanvas = useRef<HTMLCanvasElement>(null);
  const selectedTrackIds = useStore(editor, (state) => state.selectedTrackIds);
  // The view is not among these: zooming and panning draw the canvases and leave the headers alone.
  const { width, height, scrollTop, isOverKeyframe, lanes } = useStore(
    timeline,
    useShallow((state) => ({
      width: state.width,
      height: state.height,
      scrollTop: state.scrollTop,
      isOverKeyframe: state.isOverKeyframe,
      lanes: state.lanes,
    })),
  );
  const [pointer] = useState(() => createTimelinePointer(session, timeline));
  const selected = useMemo(() => new Set(selectedTrackIds), [selectedTrackIds]);
  const total = lanesHeight(lanes);

  useLanes(session, timeline);
  useDrawing(session, timeline, { rulerCanvas, lanesCanvas });
  useLayout(session, timeline, scroller);
  useWheel(session, timeline, { root, scroller });

  // Steps back out of a gesture before anything else that Esc may mean.
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      if (event.key !== 'Escape' || !pointer.cancel()) return;
      event.preventDefault();
      event.stopPropagation();
    }
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, [pointer]);

  // The lane of what was selected elsewhere comes into sight.
  useEffect(() => {
    const lane = timeline.getState().lanes.find((each) => each.track.id === selectedTrackIds.at(-1));
    const element = scroller.current;
    if (lane && element) element.scrollTop = scrollToShow(lane, element.scrollTop, element.clientHeight);
  }, [selectedTrackIds, timeline]);

  const handlers = (area: 'ruler' | 'lanes') => ({
    onMouseDown: keepFocusOnWork,
    onPointerDown: (event: ReactPointerEvent) => pointer.press(event.nativeEvent, area),
    onPointerMove: (event: ReactPointerEvent) => pointer.move(event.nativeEvent, area),
    onPointerUp: () => pointer.release(),
    onPointerCancel: () => void pointer.cancel(),
    onPointerLeave: () => pointer.leave(),
  });

  const zoom = (factor: number): void => {
    const state = timeline.getState();
    timeline.setState({
      view: zoomAt(state.view, state.width / 2, factor, frameCountOf(session), state.width),
    });
  };
  const objects = useMemo(() => new Set(lanes.map((lane) => lane.object.id)).size, [lanes]);
  return (
    <section className="timeline" ref={root} data-testid="timeline" aria-label="Timeline">
      <div className="timeline-top">
        <div className="timeline-corner">
          <span>{objects === 1 ? '1 object' : `${objects} objects`}</span>
          <button
            className="quiet"
            title="Show fewer frames (wheel)"
            aria-label="Zoom in"
            onClick={() => zoom(0.5)}
          >
            <ZoomIn size={14} />
          </button>
          <button
            className="quiet"
            title="Show more frames (wheel)"
            aria-label="Zoom out"
            onClick={() => zoom(2)}
          >
            <ZoomOut size={14} />
          </button>
          <button
            className="quiet"
            title="Show the whole video"
            aria-label="Show the whole video"
            onClick={() =>
              timeline.setState({ view: fitAll(frameCountOf(session), timeline.getState().width) })
            }
          >
            <Maximize2 size={14} />
          </button>
        </div>
        <Ruler session={session} timeline={timeline}>
          <canvas ref={rulerCanvas} style={{ width, height: rulerHeight }} {...handlers('ruler')} />
        </Ruler>
      </div>
      <div
        className="timeline-scroll"
        ref={scroller}
        onScroll={(event) => timeline.setState({ scrollTop: event.currentTarget.scrollTop })}
      >
        <div className="timeline-content" style={{ height: total }}>
          <canvas
            ref={lanesCanvas}
            className="timeline-lanes"
            style={{ width, height, cursor: isOverKeyframe ? 'ew-resize' : 'default' }}
            {...handlers('lanes')}
          />
          {visibleLanes(lanes, scrollTop, height).map((lane) => (
            <LaneHeader
              key={lane.track.id}
              lane={lane}
              session={session}
              isSelected={selected.has(lane.track.id)}
            />
          ))}
        </div>
        {lanes.length === 0 && (
          <p className="timeline-empty">
            No objects yet. Set a point on the picture, and its lane appears here.
          </p>
        )}
      </div>
      <HoverWords timeline={timeline} />
    </section>
  );
}

/** The ruler as a slider, with where it looks as data for whoever drives the page. */
function Ruler({
  session,
  timeline,
  children,
}: {
  session: Session;
  timeline: TimelineStore;
  children: ReactElement;
}): ReactElement {
  const frame = useStore(session.editor, (state) => state.frame);
  const table = useStore(session.editor, (state) => state.table);
  const view = useStore(timeline, (state) => state.view);
  return (
    <div
      className="timeline-ruler"
      role="slider"
      tabIndex={0}
      aria-label="Frame"
      aria-valuemin={0}
      aria-valuemax={table.ticks.length - 1}
      aria-valuenow={frame}
      aria-valuetext={`frame ${frame}, ${secondsOf(table, frame).toFixed(3)} seconds`}
      data-view={`${view.firstFrame},${view.framesPerPixel}`}
      title=""
    >
      {children}
    </div>
  );
}

function HoverWords({ timeline }: { timeline: TimelineStore }): ReactElement | null {
  const hover = useStore(timeline, (state) => state.hover);
  const width = useStore(timeline, (state) => state.width);
  if (!hover) return null;
  const isRight = hover.x > width / 2;
  const style = {
    top: rulerHeight + hover.y - 30,
    ...(isRight ? { right: width - hover.x + 12 } : { left: headerWidth + hover.x + 12 }),
  };
  return (
    <div className="timeline-hover" style={style} role="status">
      {hover.text}
    </div>
  );
}
