import type { Point, Position } from '#domain/geometry.ts';
import type { Id } from '#domain/ids.ts';
import { commitPositions, personKeyframe, positionCentredAt, shifted } from '../edits.ts';
import {
  boxBetween,
  handleAt,
  marksAt,
  marksInBox,
  marksInLasso,
  resizeBox,
  type BoxHandle,
} from '../hit.ts';
import type { Mark } from '../marks.ts';
import { emptyPreview, isFar, isOnPicture, type PointerInput, type Tool, type ToolContext } from './tool.ts';

type State =
  | { name: 'idle' }
  | { name: 'pressing'; start: PointerInput; grabbed: Mark | undefined }
  | { name: 'dragging'; start: Point; marks: readonly Mark[] }
  | { name: 'resizing'; mark: Mark; handle: BoxHandle }
  | { name: 'banding'; start: PointerInput }
  | { name: 'lassoing'; start: PointerInput; points: Point[] };

/**
 * Click selects, a click on the same place goes on to what lies beneath; Shift adds. A drag moves what is selected,
 * or draws a rubber band from an empty place (with Alt a lasso). Shift-click on an empty place sets the one selected
 * object there on this frame.
 */
export function createSelectTool(context: ToolContext): Tool {
  let state: State = { name: 'idle' };

  const editor = context.host.editor;
  const select = (ids: readonly Id[]): void => editor.setState({ selectedTrackIds: ids });
  const hitsAt = (at: Point) => marksAt(context.marks(), at, context.scale());

  /** The box whose handles are shown: the only selected mark. */
  function handledBox(): Mark | undefined {
    const selected = context.marks().filter((mark) => mark.isSelected);
    return selected.length === 1 && selected[0]?.shape === 'box' ? selected[0] : undefined;
  }

  /** What a drag from here would move: a mark that is hit itself, or the inside of a selected box. */
  function grabbedAt(at: Point): Mark | undefined {
    const hits = hitsAt(at);
    const held = hits.find((hit) => hit.mark.isSelected) ?? hits.find((hit) => hit.isDirect);
    return held?.mark;
  }

  function rest(): void {
    state = { name: 'idle' };
    context.setPreview(emptyPreview);
  }

  function startDrag(from: PointerInput, grabbed: Mark | undefined): void {
    if (from.isAlt) state = { name: 'lassoing', start: from, points: [from] };
    else if (!grabbed) state = { name: 'banding', start: from };
    else {
      if (!grabbed.isSelected) {
        select(from.isShift ? [...editor.getState().selectedTrackIds, grabbed.trackId] : [grabbed.trackId]);
      }
      state = { name: 'dragging', start: from, marks: context.marks().filter((mark) => mark.isSelected) };
    }
  }

  function draggedPositions(start: Point, marks: readonly Mark[], to: Point): Map<Id, Position> {
    const by = { x: to.x - start.x, y: to.y - start.y };
    const { video } = editor.getState();
    return new Map(marks.map((mark) => [mark.trackId, shifted(mark.position, by, video)]));
  }

  function click(at: PointerInput): void {
    const { selectedTrackIds } = editor.getState();
    const hits = hitsAt(at).map((hit) => hit.mark.trackId);
    const [first] = hits;
    if (first === undefined) {
      if (at.isShift) placeSelected(at);
      else select([]);
    } else if (at.isShift) {
      const isIn = selectedTrackIds.includes(first);
      select(isIn ? selectedTrackIds.filter((id) => id !== first) : [...selectedTrackIds, first]);
    } else {
      const [only] = selectedTrackIds;
      const place = selectedTrackIds.length === 1 && only !== undefined ? hits.indexOf(only) : -1;
      select([hits[(place + 1) % hits.length] ?? first]);
    }
  }

  function placeSelected(at: Point): void {
    const { selectedTrackIds, shownFrame, labelSetId } = editor.getState();
    const [only] = selectedTrackIds;
    const track = only === undefined ? undefined : context.host.document.track(only);
    if (!track || selectedTrackIds.length !== 1 || track.labelSetId !== labelSetId) return;
    if (!isOnPicture(context, at)) return;
    const position = positionCentredAt(context.host.document, track, shownFrame, at);
    if (!position) return;
    const keyframes = [personKeyframe(track, shownFrame, position)];
    if (context.host.execute({ kind: 'setKeyframes', data: { trackId: track.id, keyframes } })) {
      context.placed(track.id, shownFrame);
    }
  }

  function selectMany(found: readonly Mark[], isAdded: boolean): void {
    const ids = found.map((mark) => mark.trackId);
    select(isAdded ? [...new Set([...editor.getState().selectedTrackIds, ...ids])] : ids);
  }

  function finish(input: PointerInput): void {
    const { shownFrame } = editor.getState();
    switch (state.name) {
      case 'idle':
        return;
      case 'pressing':
        click(state.start);
        return;
      case 'dragging':
        commitPositions(context.host, shownFrame, draggedPositions(state.start, state.marks, input));
        return;
      case 'resizing': {
        const position = resizeBox(state.mark.position, state.handle, input);
        commitPositions(context.host, shownFrame, new Map([[state.mark.trackId, position]]));
        return;
      }
      case 'banding':
        selectMany(marksInBox(context.marks(), boxBetween(state.start, input)), state.start.isShift);
        return;
      case 'lassoing':
        selectMany(marksInLasso(context.marks(), state.points), state.start.isShift);
    }
  }

  return {
    pointerDown(input) {
      const box = handledBox();
      const handle = box && handleAt(box.position, input, context.scale());
      if (box && handle) state = { name: 'resizing', mark: box, handle };
      else state = { name: 'pressing', start: input, grabbed: grabbedAt(input) };
    },
    pointerMove(input) {
      if (state.name === 'pressing' && isFar(state.start, input, context.scale())) {
        startDrag(state.start, state.grabbed);
      }
      switch (state.name) {
        case 'dragging':
          context.setPreview({
            ...emptyPreview,
            positions: draggedPositions(state.start, state.marks, input),
          });
          break;
        case 'resizing':
          context.setPreview({
            ...emptyPreview,
            positions: new Map([[state.mark.trackId, resizeBox(state.mark.position, state.handle, input)]]),
          });
          break;
        case 'banding':
          context.setPreview({ ...emptyPreview, band: boxBetween(state.start, input) });
          break;
        case 'lassoing':
          state.points.push({ x: input.x, y: input.y });
          context.setPreview({ ...emptyPreview, lasso: state.points });
          break;
        case 'idle':
        case 'pressing':
          break;
      }
    },
    pointerUp(input) {
      const before = state;
      finish(input);
      if (before.name !== 'idle') rest();
    },
    cancel() {
      const wasBusy = state.name !== 'idle';
      if (wasBusy) rest();
      return wasBusy;
    },
    isBusy: () => state.name !== 'idle',
    intentAt(input) {
      const box = handledBox();
      const handle = box && handleAt(box.position, input, context.scale());
      if (handle) return handle;
      return grabbedAt(input) || hitsAt(input).length > 0 ? 'move' : 'none';
    },
  };
}
