import { useEffect, useId, useRef } from 'react';
import { useStore } from 'zustand';
import { useEditor } from '../app/studio-context.ts';
import type { Session } from '../state/session.ts';
import type { CanvasModel } from './canvas-model.ts';
import { CanvasTools } from './canvas-tools.tsx';
import { canvasOf } from './canvas-of.ts';
import { Loupe } from './loupe.tsx';
import { listenToPointer } from './pointer-input.ts';
import { createScene } from './scene.ts';
import { toneTable } from './tone.ts';
import './canvas.css';

/** The picture of the shown frame with its labels; fills its parent. */
export function CanvasView({ session }: { session: Session }) {
  const container = useRef<HTMLDivElement>(null);
  const toneFilterId = useId();
  const model = canvasOf(session);

  useEffect(() => {
    const element = container.current;
    if (!element) return undefined;
    const stopSizes = watchSize(element, model);
    const scene = createScene(element, session, model, toneFilterId);
    const stopPointer = listenToPointer(element, model);
    const stopKeys = commitNudgesFirst(model);
    return () => {
      model.follow.finish();
      model.nudge.commit();
      model.cancelGesture();
      stopKeys();
      stopPointer();
      scene.dispose();
      stopSizes();
    };
  }, [session, model, toneFilterId]);

  const isFull = useEditor(session, (state) => state.isCanvasFull);

  return (
    <div className="canvas-frame" data-full={isFull || undefined}>
      <CanvasTools session={session} model={model} />
      <div className="canvas-area">
        <div ref={container} className="canvas" data-testid="canvas" />
        <ToneFilter session={session} id={toneFilterId} />
        <PictureProblem session={session} />
        <OffGridHint model={model} />
        <FollowHint model={model} />
        <Loupe session={session} model={model} />
      </div>
    </div>
  );
}

/** Follows the element's size and the screen's pixel ratio, which changes when the window goes to another screen. */
function watchSize(element: HTMLElement, model: CanvasModel): () => void {
  const measure = (): void => {
    const { clientWidth, clientHeight } = element;
    if (clientWidth > 0 && clientHeight > 0) {
      model.setSize({ width: clientWidth, height: clientHeight }, window.devicePixelRatio);
    }
  };
  measure();
  const observer = new ResizeObserver(measure);
  observer.observe(element);
  window.addEventListener('resize', measure);
  return () => {
    observer.disconnect();
    window.removeEventListener('resize', measure);
  };
}

/** Makes pending nudges a command before any other key acts, so that undo takes back the nudges and not more. */
function commitNudgesFirst(model: CanvasModel): () => void {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!/^(Arrow|Control|Meta|Shift|Alt)/.test(event.key)) model.nudge.commit();
  };
  const onHide = (): void => model.nudge.commit();
  window.addEventListener('keydown', onKeyDown, { capture: true });
  window.addEventListener('pagehide', onHide);
  return () => {
    window.removeEventListener('keydown', onKeyDown, { capture: true });
    window.removeEventListener('pagehide', onHide);
  };
}

function ToneFilter({ session, id }: { session: Session; id: string }) {
  const settings = useEditor(session, (state) => state.pictureSettings);
  const table = toneTable(settings).join(' ');
  return (
    <svg className="canvas-filter" aria-hidden="true">
      <filter id={id} colorInterpolationFilters="sRGB">
        <feComponentTransfer>
          <feFuncR type="table" tableValues={table} />
          <feFuncG type="table" tableValues={table} />
          <feFuncB type="table" tableValues={table} />
        </feComponentTransfer>
      </filter>
    </svg>
  );
}

function PictureProblem({ session }: { session: Session }) {
  const picture = useEditor(session, (state) => state.picture);
  const message = useEditor(session, (state) => state.pictureMessage);
  if (picture !== 'failed') return null;
  return (
    <div className="canvas-problem" role="alert">
      {message}
    </div>
  );
}

/** While an object follows the pointer: how fast, and how to end it. */
function FollowHint({ model }: { model: CanvasModel }) {
  const isFollowing = useStore(model.store, ({ preview }) => preview.path !== null);
  const rate = useStore(model.store, (state) => state.followRate);
  if (!isFollowing) return null;
  return (
    <div className="canvas-hint" role="status">
      Following the pointer at {rate}×: let the key go to keep the path
    </div>
  );
}

function OffGridHint({ model }: { model: CanvasModel }) {
  const offGrid = useStore(model.store, (state) => state.offGrid);
  if (!offGrid) return null;
  return (
    <div className="canvas-hint" role="status">
      <span>
        Frame {offGrid.frame} is between work-grid frames; the nearest is {offGrid.gridFrame}
      </span>
      <button onClick={() => model.snapToGrid()}>Move to frame {offGrid.gridFrame}</button>
      <button className="quiet" onClick={() => model.dismissOffGrid()}>
        Keep
      </button>
    </div>
  );
}
