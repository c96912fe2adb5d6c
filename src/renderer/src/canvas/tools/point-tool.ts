import { newId } from '#api/new-id.ts';
import { clampToFrame, type Position } from '#domain/geometry.ts';
import { emptyPreview, isOnPicture, type PointerInput, type Tool, type ToolContext } from './tool.ts';

type State = { name: 'idle' } | { name: 'pressing' };

/**
 * Each click is a new object of the active expression. As `point` it says nothing about other frames and the tool
 * stays; as `trackPoint` it starts a track, and the select tool takes over. While pressed, the point can be moved.
 */
export function createPointTool(context: ToolContext, kind: 'point' | 'trackPoint'): Tool {
  let state: State = { name: 'idle' };

  const placeOf = (input: PointerInput): Position => {
    const { video } = context.host.editor.getState();
    return { ...clampToFrame(input, video), w: null, h: null };
  };

  function showDraft(input: PointerInput): void {
    context.setPreview({ ...emptyPreview, draft: { position: placeOf(input), trackId: null } });
  }

  function rest(): void {
    state = { name: 'idle' };
    context.setPreview(emptyPreview);
  }

  return {
    pointerDown(input) {
      if (!isOnPicture(context, input)) return;
      state = { name: 'pressing' };
      showDraft(input);
    },
    pointerMove(input) {
      if (state.name === 'pressing') showDraft(input);
    },
    pointerUp(input) {
      if (state.name !== 'pressing') return;
      rest();
      createObject(context, placeOf(input), kind === 'point' ? 'none' : 'linear');
      if (kind === 'trackPoint') context.host.editor.setState({ tool: 'select' });
    },
    cancel() {
      const wasBusy = state.name === 'pressing';
      if (wasBusy) rest();
      return wasBusy;
    },
    isBusy: () => state.name === 'pressing',
    intentAt: (input) => (isOnPicture(context, input) ? 'place' : 'none'),
  };
}

/** Makes a new object of the active expression with its first keyframe on the shown frame, and selects it. */
export function createObject(context: ToolContext, position: Position, gap: 'none' | 'linear'): void {
  const { host } = context;
  const { shownFrame, labelSetId, activeExpressionId } = host.editor.getState();
  const trackId = newId();
  const isDone = host.execute({
    kind: 'createTrack',
    data: {
      trackId,
      objectId: newId(),
      videoId: host.videoId,
      labelSetId,
      shape: position.w === null ? 'point' : 'box',
      keyframe: { ...position, frame: shownFrame, gap, source: 'person' },
      expressionIds: activeExpressionId === null ? [] : [activeExpressionId],
    },
  });
  if (!isDone) return;
  host.editor.setState({ selectedTrackIds: [trackId] });
  context.placed(trackId, shownFrame);
}
