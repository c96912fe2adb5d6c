import { nextObjectNumber } from '#domain/objects.ts';
import type { Position } from '#domain/geometry.ts';
import { colourOf, markShapeOf } from '../ui/palette.ts';
import type { Area } from './area-grid.ts';
import type { CanvasModel } from './canvas-model.ts';
import { drawHandles, drawMark, markRadius } from './draw-mark.ts';
import { drawGesture, drawTag, drawTrail, tagHeight, tagWidth } from './draw-overlay.ts';
import type { Mark } from './marks.ts';
import { placeTags } from './tags.ts';
import { emptyPreview } from './tools/tool.ts';
import { trailOf } from './trails.ts';
import { toScreen, type View } from './viewport.ts';

/** More marks than this on the canvas, and only what is selected has its words beside its number. */
const crowd = 24;

/** Draws the labels of the shown frame: trails, marks, tags, and what a gesture is making. In CSS pixels. */
export function createLabelPainter(model: CanvasModel): (context: CanvasRenderingContext2D) => void {
  const { editor, document, videoId } = model.host;
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  let sidesBefore: ReadonlyMap<string, number> = new Map();

  const view = (): View => model.store.getState().view;
  /** Where a mark is drawn: where it is dragged to, or where it is. */
  const positionOf = (mark: Mark): Position =>
    model.store.getState().preview.positions.get(mark.trackId) ?? mark.position;

  function drawTrails(context: CanvasRenderingContext2D): void {
    const { trailLength, selectedTrackIds, shownFrame } = editor.getState();
    if (trailLength === 0) return;
    for (const mark of model.marks()) {
      if (selectedTrackIds.length > 0 && !mark.isOfSelected) continue;
      const track = document.track(mark.trackId);
      if (!track) continue;
      for (const line of trailOf(document, track, shownFrame, trailLength)) {
        drawTrail(context, line, mark.colour, view(), trailLength);
      }
    }
  }

  function drawTags(context: CanvasRenderingContext2D, marks: readonly Mark[]): void {
    const { size } = model.store.getState();
    const inSight = marks.filter((mark) => isInSight(areaOf(positionOf(mark), view()), size));
    const isCrowded = inSight.length > crowd;
    const textOf = (mark: Mark): string => (isCrowded && !mark.isSelected ? mark.shortText : mark.text);
    const requests = inSight
      .toSorted((a, b) => Number(b.isSelected) - Number(a.isSelected))
      .map((mark) => ({
        id: mark.trackId,
        object: clipped(areaOf(positionOf(mark), view()), size),
        motion: { x: mark.motion.x * view().scale, y: mark.motion.y * view().scale },
        width: tagWidth(context, textOf(mark)),
        height: tagHeight,
        isForced: mark.isSelected,
      }));
    const placed = placeTags(requests, size, sidesBefore);
    sidesBefore = new Map(placed.map((tag) => [tag.id, tag.side]));
    const byId = new Map(marks.map((mark) => [mark.trackId, mark]));
    for (const tag of placed) {
      const mark = byId.get(tag.id);
      if (!mark) continue;
      const { colour, isSelected } = mark;
      drawTag(context, tag, { text: textOf(mark), colour, isSelected });
    }
  }

  function drawLabels(context: CanvasRenderingContext2D): void {
    if (editor.getState().areLabelsHidden) return;
    const marks = model.marks();
    drawTrails(context);
    for (const mark of marks) {
      const isFlashed = mark.isFlashed && !calm.matches;
      drawMark(context, { ...mark, isFlashed }, positionOf(mark), view());
    }
    const selected = marks.filter((mark) => mark.isSelected);
    const [only] = selected;
    if (only && selected.length === 1 && only.shape === 'box') drawHandles(context, positionOf(only), view());
    drawTags(context, marks);
    drawDraft(context);
  }

  function drawDraft(context: CanvasRenderingContext2D): void {
    const { preview } = model.store.getState();
    if (preview === emptyPreview) return;
    const led = preview.draft?.trackId == null ? undefined : document.track(preview.draft.trackId);
    const number = led
      ? (document.get('object', led.objectId)?.number ?? 1)
      : nextObjectNumber(document, videoId);
    drawGesture(context, preview, view(), colourOf(number));
    const position = preview.draft?.position;
    if (position && position.w === null) {
      const mark: Mark = {
        trackId: '',
        shape: 'point',
        position,
        look: 'set',
        colour: colourOf(number),
        glyph: markShapeOf(number),
        isOccluded: false,
        isStale: false,
        isSelected: true,
        isOfSelected: true,
        isFlashed: false,
        text: '',
        shortText: '',
        motion: { x: 0, y: 0 },
      };
      drawMark(context, mark, position, view());
    }
  }

  return drawLabels;
}

function areaOf(position: Position, view: View): Area {
  const at = toScreen(view, position);
  if (position.w !== null && position.h !== null) {
    return { x: at.x, y: at.y, width: position.w * view.scale, height: position.h * view.scale };
  }
  const reach = markRadius + 2;
  return { x: at.x - reach, y: at.y - reach, width: 2 * reach, height: 2 * reach };
}

function isInSight(area: Area, size: { width: number; height: number }): boolean {
  return (
    area.x + area.width >= 0 && area.y + area.height >= 0 && area.x <= size.width && area.y <= size.height
  );
}

/** The part on the canvas: a box seen from close by is far larger. */
function clipped(area: Area, size: { width: number; height: number }): Area {
  const x = Math.max(area.x, 0);
  const y = Math.max(area.y, 0);
  const width = Math.max(Math.min(area.x + area.width, size.width) - x, 0);
  const height = Math.max(Math.min(area.y + area.height, size.height) - y, 0);
  return { x, y, width, height };
}
