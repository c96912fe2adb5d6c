import { clampToFrame, type Point } from '#domain/geometry.ts';
import { boxBetween } from '../hit.ts';
import { createObject } from './point-tool.ts';
import { emptyPreview, isOnPicture, type PointerInput, type Tool, type ToolContext } from './tool.ts';

type State = { name: 'idle' } | { name: 'dragging'; start: Point };

/** Video pixels a side of a new box must have: less is a slip of the hand. */
const leastSide = 1;

/** A drag is the box of a new object's track; then the select tool takes over. */
export function createBoxTool(context: ToolContext): Tool {
  let state: State = { name: 'idle' };

  const corner = (input: PointerInput): Point => clampToFrame(input, context.host.editor.getState().video);

  function rest(): void {
    state = { name: 'idle' };
    context.setPreview(emptyPreview);
  }

  return {
    pointerDown(input) {
      if (isOnPicture(context, input)) state = { name: 'dragging', start: corner(input) };
    },
    pointerMove(input) {
      if (state.name === 'dragging') {
        const position = boxBetween(state.start, corner(input));
        context.setPreview({ ...emptyPreview, draft: { position, trackId: null } });
      }
    },
    pointerUp(input) {
      if (state.name !== 'dragging') return;
      const box = boxBetween(state.start, corner(input));
      rest();
      if (box.w < leastSide || box.h < leastSide) return;
      createObject(context, box, 'linear');
      context.host.editor.setState({ tool: 'select' });
    },
    cancel() {
      const wasBusy = state.name === 'dragging';
      if (wasBusy) rest();
      return wasBusy;
    },
    isBusy: () => state.name === 'dragging',
    intentAt: (input) => (isOnPicture(context, input) ? 'place' : 'none'),
  };
}
