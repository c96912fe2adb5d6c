import type { Point } from '#domain/geometry.ts';
import type { CanvasModel } from './canvas-model.ts';
import type { PointerInput, PointerIntent } from './tools/tool.ts';
import { toVideo } from './viewport.ts';

/** Milliseconds without a wheel event after which the next one may come from another device. */
const wheelPauseMs = 250;
/** How much one CSS pixel of wheel zooms, as a power of two. */
const wheelZoom = 1 / 240;
const pinchZoom = 1 / 60;

/**
 * Routes pointer and wheel to the canvas: the main button is the tool's, the middle or right one pans; a wheel zooms
 * at the cursor, two fingers pan, a pinch zooms.
 */
export function listenToPointer(element: HTMLElement, model: CanvasModel): () => void {
  let panning: Point | undefined;
  let wheel: { isTrackpad: boolean; timeMs: number } | undefined;

  function screenOf(event: MouseEvent): Point {
    const bounds = element.getBoundingClientRect();
    return { x: event.clientX - bounds.left, y: event.clientY - bounds.top };
  }

  function inputOf(event: MouseEvent): PointerInput {
    const at = toVideo(model.store.getState().view, screenOf(event));
    return { ...at, isShift: event.shiftKey, isAlt: event.altKey };
  }

  function onPointerDown(event: PointerEvent): void {
    element.setPointerCapture(event.pointerId);
    if (event.button === 0) model.pointerDown(inputOf(event));
    else {
      panning = screenOf(event);
      element.style.cursor = 'grabbing';
      event.preventDefault();
    }
  }

  function onPointerMove(event: PointerEvent): void {
    const at = screenOf(event);
    if (panning) {
      model.pan({ x: at.x - panning.x, y: at.y - panning.y });
      panning = at;
    }
    const input = inputOf(event);
    model.pointerMove(input);
    if (!panning) element.style.cursor = cursorOf(model.intentAt(input));
  }

  function onPointerUp(event: PointerEvent): void {
    if (event.button === 0) model.pointerUp(inputOf(event));
    else panning = undefined;
  }

  function onPointerCancel(): void {
    panning = undefined;
    model.cancelGesture();
  }

  /** A mouse wheel turns in large steps along one axis; what starts otherwise is two fingers. */
  function isTrackpad(event: WheelEvent): boolean {
    const isSameTurn = wheel !== undefined && event.timeStamp - wheel.timeMs < wheelPauseMs;
    const looksLikeOne =
      event.deltaMode === WheelEvent.DOM_DELTA_PIXEL && (event.deltaX !== 0 || Math.abs(event.deltaY) < 40);
    const result = isSameTurn && wheel ? wheel.isTrackpad : looksLikeOne;
    wheel = { isTrackpad: result, timeMs: event.timeStamp };
    return result;
  }

  function onWheel(event: WheelEvent): void {
    event.preventDefault();
    const line = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : 40;
    if (event.ctrlKey) model.zoom(2 ** (-event.deltaY * line * pinchZoom), screenOf(event));
    else if (isTrackpad(event)) model.pan({ x: -event.deltaX, y: -event.deltaY });
    else if (event.shiftKey) model.pan({ x: -event.deltaY * line, y: 0 });
    else model.zoom(2 ** (-event.deltaY * line * wheelZoom), screenOf(event));
    model.pointerMove(inputOf(event));
  }

  const onContextMenu = (event: Event): void => event.preventDefault();
  const onPointerLeave = (): void => model.pointerLeave();

  element.addEventListener('pointerdown', onPointerDown);
  element.addEventListener('pointermove', onPointerMove);
  element.addEventListener('pointerup', onPointerUp);
  element.addEventListener('pointercancel', onPointerCancel);
  element.addEventListener('pointerleave', onPointerLeave);
  element.addEventListener('wheel', onWheel, { passive: false });
  element.addEventListener('contextmenu', onContextMenu);
  return () => {
    element.removeEventListener('pointerdown', onPointerDown);
    element.removeEventListener('pointermove', onPointerMove);
    element.removeEventListener('pointerup', onPointerUp);
    element.removeEventListener('pointercancel', onPointerCancel);
    element.removeEventListener('pointerleave', onPointerLeave);
    element.removeEventListener('wheel', onWheel);
    element.removeEventListener('contextmenu', onContextMenu);
  };
}

function cursorOf(intent: PointerIntent): string {
  if (intent === 'none') return 'default';
  if (intent === 'place') return 'crosshair';
  if (intent === 'move') return 'move';
  if (intent.x === 0) return 'ns-resize';
  if (intent.y === 0) return 'ew-resize';
  return intent.x === intent.y ? 'nwse-resize' : 'nesw-resize';
}
