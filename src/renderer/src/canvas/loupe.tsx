import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { centreOf, type Point } from '#domain/geometry.ts';
import { lastKeyframeIndex, type Keyframe } from '#domain/track.ts';
import { useEditor } from '../app/studio-context.ts';
import type { EditorState } from '../state/editor-state.ts';
import type { Session } from '../state/session.ts';
import { colourOf } from '../ui/palette.ts';
import type { CanvasModel } from './canvas-model.ts';
import { cellSide, drawLoupeCell, type LoupeCell } from './draw-loupe.ts';
import { cropOf, openKeyframeCrops, type KeyframeCrops } from './keyframe-crops.ts';

/**
 * An 8x crop under the pointer, between crops of the selected object's keyframes before and after, so that a point
 * lands on the same physical spot each time. Shown when switched on, and while a point is being placed or dragged.
 */
export function Loupe({ session, model }: { session: Session; model: CanvasModel }) {
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const isOn = useStore(model.store, (state) => state.isLoupeOn);
  const isPlacing = useStore(
    model.store,
    ({ preview }) => preview.draft?.position.w === null && preview.path === null,
  );
  const hasPointer = useEditor(session, (state) => state.pointer !== null);
  const { before, after } = useNeighbours(session);
  const shownFrame = useEditor(session, (state) => state.shownFrame);
  const isShown = hasPointer && (isOn || isPlacing);

  useEffect(() => {
    let scheduled = 0;
    const schedule = (): void => {
      if (scheduled === 0) scheduled = requestAnimationFrame(draw);
    };
    const crops = openKeyframeCrops(session, schedule);
    function draw(): void {
      scheduled = 0;
      const context = canvas.current?.getContext('2d');
      const at = placeUnderHand(session, model);
      if (!frame.current || frame.current.hidden || !context || !at) return;
      drawLoupe(context, session, crops, at);
      frame.current.classList.toggle('is-low', isUnderLoupe(frame.current, model, at));
    }
    const stopEditor = session.editor.subscribe(schedule);
    const stopModel = model.store.subscribe(schedule);
    return () => {
      stopEditor();
      stopModel();
      cancelAnimationFrame(scheduled);
      crops.close();
    };
  }, [session, model]);

  return (
    <div ref={frame} className="loupe" aria-hidden="true" hidden={!isShown}>
      <canvas ref={canvas} />
      <div className="loupe-captions">
        {before && <span>◆ {before.frame}</span>}
        <strong>frame {shownFrame}</strong>
        {after && <span>◆ {after.frame}</span>}
      </div>
    </div>
  );
}

/** Draws the cells side by side: keyframe before, the picture under the hand, keyframe after. */
function drawLoupe(
  context: CanvasRenderingContext2D,
  session: Session,
  crops: KeyframeCrops,
  at: Point,
): void {
  const { before, after, colour } = neighboursOf(session, session.editor.getState());
  const picture = session.player.picture();
  const isThere = picture !== undefined && picture.bitmap.width > 0;
  const here = isThere ? cropOf(picture.bitmap, session.editor.getState().video, at) : undefined;
  const cellOf = (keyframe: Keyframe): LoupeCell => {
    const centre = centreOf(keyframe);
    return { crop: crops.get(keyframe.frame, centre), at: centre, colour };
  };
  const cells = [
    ...(before ? [cellOf(before)] : []),
    { crop: here, at, colour: '#ffffff' },
    ...(after ? [cellOf(after)] : []),
  ];
  const ratio = window.devicePixelRatio;
  const { canvas } = context;
  canvas.width = Math.round(cells.length * cellSide * ratio);
  canvas.height = Math.round(cellSide * ratio);
  canvas.style.width = `${cells.length * cellSide}px`;
  canvas.style.height = `${cellSide}px`;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  cells.forEach((cell, index) => drawLoupeCell(context, cell, index * cellSide));
}

interface Neighbours {
  before: Keyframe | undefined;
  after: Keyframe | undefined;
  colour: string;
}

const none: Neighbours = { before: undefined, after: undefined, colour: '#ffffff' };
const neighbourMemo = new WeakMap<Session, { key: string; value: Neighbours }>();

/** The only selected object's keyframes before and after the shown frame. */
function useNeighbours(session: Session): Neighbours {
  return useEditor(session, (state) => neighboursOf(session, state));
}

/** The same value as long as nothing changed, as a store's selector must answer. */
function neighboursOf(session: Session, state: EditorState): Neighbours {
  const key = `${state.selectedTrackIds.join()}:${state.shownFrame}:${state.revision}`;
  const known = neighbourMemo.get(session);
  if (known?.key === key) return known.value;
  const value = findNeighbours(session, state.selectedTrackIds, state.shownFrame);
  neighbourMemo.set(session, { key, value });
  return value;
}

function findNeighbours(session: Session, selected: readonly string[], frame: number): Neighbours {
  const [only] = selected;
  const track = only !== undefined && selected.length === 1 ? session.document.track(only) : undefined;
  if (!track) return none;
  const index = lastKeyframeIndex(track, frame);
  const isOnKeyframe = track.keyframes[index]?.frame === frame;
  return {
    before: track.keyframes[isOnKeyframe ? index - 1 : index],
    after: track.keyframes[index + 1],
    colour: colourOf(session.document.get('object', track.objectId)?.number ?? 1),
  };
}

/** Where the hand is at work: a mark that is dragged or made, else the pointer. */
function placeUnderHand(session: Session, model: CanvasModel): Point | null {
  const { preview } = model.store.getState();
  const [dragged, ...others] = preview.positions.values();
  if (dragged && dragged.w === null && others.length === 0) return centreOf(dragged);
  if (preview.draft?.position.w === null) return centreOf(preview.draft.position);
  return session.editor.getState().pointer;
}

/** Whether the loupe, in its upper corner, would hide the place; its distance to the canvas' edges is in canvas.css. */
function isUnderLoupe(loupe: HTMLElement, model: CanvasModel, at: Point): boolean {
  const { view, size } = model.store.getState();
  const x = at.x * view.scale + view.x;
  const y = at.y * view.scale + view.y;
  const margin = 40;
  return x > size.width - loupe.offsetWidth - margin && y < loupe.offsetHeight + margin;
}
