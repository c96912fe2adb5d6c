import Konva from 'konva';
import type { Session } from '../state/session.ts';
import { createCamera } from './camera.ts';
import type { CanvasModel } from './canvas-model.ts';
import { createLabelPainter } from './draw-labels.ts';
import { drawPicture } from './draw-picture.ts';
import { markDraw } from './draw-timing.ts';
import { isNeutral } from './tone.ts';
import { decodeScale, type View } from './viewport.ts';

/** Milliseconds after which a view that was zoomed has come to rest. */
const restMs = 300;

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
  const { editor, player } = session;
  const camera = createCamera(model);
  const stage = new Konva.Stage({ container, width: 1, height: 1, listening: false });
  const pictureLayer = new Konva.Layer({ listening: false });
  const labelLayer = new Konva.Layer({ listening: false });
  stage.add(pictureLayer, labelLayer);
  addCustomShape(pictureLayer, (context) => drawPicture(context, player.picture(), video(), view()));
  addCustomShape(labelLayer, createLabelPainter(model));

  let scheduled = 0;
  let drawnBitmap: ImageBitmap | undefined;
  const dirty = { picture: true, labels: true };

  const video = () => editor.getState().video;
  const view = (): View => model.store.getState().view;
  function draw(): void {
    cancelAnimationFrame(scheduled);
    scheduled = 0;
    drawnBitmap = player.picture()?.bitmap;
    camera.aim();
    const isNewPicture = dirty.picture;
    if (dirty.picture) pictureLayer.draw();
    if (dirty.picture || dirty.labels) labelLayer.draw();
    dirty.picture = false;
    dirty.labels = false;
    describe();
    if (!isNewPicture) return;
    const { shownFrame, picture } = editor.getState();
    markDraw(shownFrame, picture);
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
    // What is chosen on the canvas is in sight, and must not move under the hand.
    const isElsewhere = state.selectedTrackIds !== before.selectedTrackIds && !model.isGestureRunning();
    if (isElsewhere) camera.reveal();
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
