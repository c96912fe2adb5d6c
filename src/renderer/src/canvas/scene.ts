import Konva from 'konva';
import { nextObjectNumber } from '#domain/objects.ts';
import { centreOf, type Position } from '#domain/geometry.ts';
import type { Session } from '../state/session.ts';
import { colourOf, markShapeOf } from '../ui/palette.ts';
import type { CanvasModel } from './canvas-model.ts';
import { drawHandles, drawMark, markRadius } from './draw-mark.ts';
import { drawGesture, drawTag, drawTrail, tagHeight, tagWidth } from './draw-overlay.ts';
import { markDraw } from './draw-timing.ts';
import type { Mark } from './marks.ts';
import { drawPicture } from './draw-picture.ts';
import { isNeutral } from './tone.ts';
import { placeTags, type Area } from './tags.ts';
import { emptyPreview } from './tools/tool.ts';
import { trailOf } from './trails.ts';
import { centredView, decodeScale, settleView, toScreen, type View } from './viewport.ts';

/** Milliseconds after which a view that was zoomed has come to rest. */
const restMs = 300;

/** More marks than this on the canvas, and only what is selected has its words beside its number. */
const crowd = 24;

export interface Scene {
  dispose(): void;
}

/**
 * Draws picture and labels into a container. A new picture is drawn, with its labels, in the call that announced it;
 * anything else once before the next paint. `toneFilterId` names the SVG filter for the picture's settings.
 */
export function createScene(
  container: HTMLDivElement,
  session: Session,
  model: CanvasModel,
  toneFilterId: string,
): Scene {
  const { editor, document, player } = session;
  const stage = new Konva.Stage({ container, width: 1, height: 1, listening: false });
  const pictureLayer = new Konva.Layer({ listening: false });
  const labelLayer = new Konva.Layer({ listening: false });
  stage.add(pictureLayer, labelLayer);
  addCustomShape(pictureLayer, (context) => drawPicture(context, player.picture(), video(), view()));
  addCustomShape(labelLayer, drawLabels);

  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  let sidesBefore: ReadonlyMap<string, number> = new Map();
  let scheduled = 0;
  let drawnBitmap: ImageBitmap | undefined;
  const dirty = { picture: true, labels: true };

  const video = () => editor.getState().video;
  const view = (): View => model.store.getState().view;
  const positionOf = (mark: Mark): Position =>
    model.store.getState().preview.positions.get(mark.trackId) ?? mark.position;

  function drawTrails(context: CanvasRenderingContext2D): void {
    const { trailLength, selectedTrackIds, shownFrame } = editor.getState();
    if (trailLength === 0) return;
    for (const mark of model.marks()) {
      if (selectedTrackIds.length > 0 && !mark.isSelected) continue;
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
        object: areaOf(positionOf(mark), view()),
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
      : nextObjectNumber(document, session.videoId);
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
        isFlashed: false,
        text: '',
        shortText: '',
        motion: { x: 0, y: 0 },
      };
      drawMark(context, mark, position, view());
    }
  }

  /** Keeps the selected object in the middle of the canvas while the camera follows it. */
  function follow(): void {
    const { isCameraFollowing } = editor.getState();
    if (!isCameraFollowing || model.isGestureRunning()) return;
    const mark = model.marks().find((candidate) => candidate.isSelected);
    if (!mark) return;
    const { size, view: before, pixelRatio } = model.store.getState();
    const next = settleView(
      centredView(size, centreOf(mark.position), before.scale),
      size,
      video(),
      pixelRatio,
    );
    if (next.x === before.x && next.y === before.y) return;
    model.store.setState({ view: next, isFitted: false });
  }

  function draw(): void {
    cancelAnimationFrame(scheduled);
    scheduled = 0;
    drawnBitmap = player.picture()?.bitmap;
    follow();
    const isNewPicture = dirty.picture;
    if (dirty.picture) pictureLayer.draw();
    if (dirty.picture || dirty.labels) labelLayer.draw();
    dirty.picture = false;
    dirty.labels = false;
    describe();
    if (isNewPicture) markDraw(editor.getState().shownFrame);
  }

  function schedule(): void {
    if (scheduled === 0) scheduled = requestAnimationFrame(draw);
  }

  /** Says on the element what is drawn where, in page pixels, for tests that look at pixels. */
  function describe(): void {
    const { x, y, scale } = view();
    const data = container.dataset;
    data['view'] = `${x},${y},${scale}`;
    data['shownFrame'] = String(editor.getState().shownFrame);
  }

  function tint(): void {
    const { pictureSettings } = editor.getState();
    pictureLayer.getNativeCanvasElement().style.filter = isNeutral(pictureSettings)
      ? ''
      : `url(#${toneFilterId})`;
  }

  let sizing: ReturnType<typeof setTimeout> | undefined;
  /** Has pictures decoded at the size they are seen at, once the view has come to rest. */
  function sizePictures(): void {
    clearTimeout(sizing);
    sizing = setTimeout(() => {
      const { pixelRatio, isLoupeOn } = model.store.getState();
      const { width, height } = video();
      const scale = isLoupeOn ? 1 : decodeScale(view().scale * pixelRatio);
      session.source.setShownSize({ width: width * scale, height: height * scale });
    }, restMs);
  }

  const stopEditor = editor.subscribe((state, before) => {
    if (state.pictureSettings !== before.pictureSettings) tint();
    if (state.shownFrame !== before.shownFrame || player.picture()?.bitmap !== drawnBitmap) {
      dirty.picture = true;
      draw();
      return;
    }
    const isChanged =
      state.revision !== before.revision ||
      state.selectedTrackIds !== before.selectedTrackIds ||
      state.flashedTrackIds !== before.flashedTrackIds ||
      state.areLabelsHidden !== before.areLabelsHidden ||
      state.trailLength !== before.trailLength ||
      state.isCameraFollowing !== before.isCameraFollowing ||
      state.labelSetId !== before.labelSetId;
    if (!isChanged) return;
    dirty.labels = true;
    schedule();
  });

  const stopModel = model.store.subscribe((state, before) => {
    if (state.size !== before.size || state.pixelRatio !== before.pixelRatio) {
      stage.size(state.size);
      for (const layer of [pictureLayer, labelLayer]) layer.getCanvas().setPixelRatio(state.pixelRatio);
    }
    if (state.view.scale !== before.view.scale || state.isLoupeOn !== before.isLoupeOn) sizePictures();
    if (state.view !== before.view || state.size !== before.size) dirty.picture = true;
    else if (state.preview === before.preview) return;
    dirty.labels = true;
    schedule();
  });

  const { size, pixelRatio } = model.store.getState();
  if (size.width > 0) {
    stage.size(size);
    for (const layer of [pictureLayer, labelLayer]) layer.getCanvas().setPixelRatio(pixelRatio);
  }
  tint();
  sizePictures();
  schedule();

  return {
    dispose() {
      stopEditor();
      stopModel();
      cancelAnimationFrame(scheduled);
      clearTimeout(sizing);
      stage.destroy();
    },
  };
}

/** Adds a shape that draws itself in CSS pixels of the canvas, past Konva's own styles. */
function addCustomShape(layer: Konva.Layer, draw: (context: CanvasRenderingContext2D) => void): void {
  const sceneFunc = (): void => {
    // Konva has scaled this context by the pixel ratio.
    const context = layer.getNativeCanvasElement().getContext('2d');
    if (context) draw(context);
  };
  layer.add(new Konva.Shape({ listening: false, sceneFunc }));
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
