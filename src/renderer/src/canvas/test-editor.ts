import { newId } from '#api/new-id.ts';
import { diffTrack, insertOf } from '#domain/changes.ts';
import { planCommand, type Command } from '#domain/commands/index.ts';
import { createDocument, type ProjectDocument } from '#domain/document.ts';
import type { FrameTable } from '#domain/frame-table.ts';
import type { Point, Position } from '#domain/geometry.ts';
import type { Id } from '#domain/ids.ts';
import { positionAt, type TrackPosition } from '#domain/interpolation.ts';
import { CommandError } from '#domain/reader.ts';
import type { Video } from '#domain/records.ts';
import type { Span } from '#domain/spans.ts';
import type { Track } from '#domain/track.ts';
import { setKeyframe } from '#domain/track-edits.ts';
import { gridFrames, type WorkGrid } from '#domain/work-grid.ts';
import { clipboardActions } from '../actions/clipboard-actions.ts';
import { labelActions } from '../actions/label-actions.ts';
import { surgeryActions, surgeryEndActions } from '../actions/surgery-actions.ts';
import { gestureActions, toolActions } from '../actions/tool-actions.ts';
import { viewActions } from '../actions/view-actions.ts';
import { createEditorStore, type EditorState } from '../state/editor-state.ts';
import type { Session } from '../state/session.ts';
import type { Studio } from '../state/studio.ts';
import type { CanvasModel } from './canvas-model.ts';
import { canvasOf } from './canvas-of.ts';
import type { CanvasHost } from './edits.ts';

export interface Held {
  isShift?: boolean;
  isAlt?: boolean;
}

/** The canvas without pixels, on a real document: tests move a pointer in video pixels and press keys. */
export interface TestEditor {
  document: ProjectDocument;
  model: CanvasModel;
  /** Passing words to the person. */
  said: string[];
  /** Every command that was carried out. */
  commands: Command[];
  state(): EditorState;
  tracks(): readonly Track[];
  /** The only track; throws when there are others. */
  onlyTrack(): Track;
  positionOf(trackId: Id, frame?: number): TrackPosition | undefined;
  goTo(frame: number): void;
  select(trackIds: readonly Id[]): void;
  selectRange(range: Span): void;
  pointerDown(at: Point, held?: Held): void;
  pointerMove(at: Point, held?: Held): void;
  pointerUp(at: Point, held?: Held): void;
  click(at: Point, held?: Held): void;
  drag(from: Point, to: Point, held?: Held): void;
  /** Presses the key of an action of the canvas ("KeyP", "Mod+arrowleft"), or lets it go. */
  press(key: string): void;
  release(key: string): void;
  /** Adds an object with a track of person-set linear keyframes, past the tools. */
  addTrack(keyframes: readonly (Position & { frame: number })[], labelSetId?: Id): Id;
  /** Label set of a shown run. */
  runLabelSetId: Id;
}

const actions = [
  ...gestureActions,
  ...surgeryEndActions,
  ...labelActions,
  ...toolActions,
  ...clipboardActions,
  ...surgeryActions,
  ...viewActions,
];

/** An editor on a video of 640 × 480 with 100 frames at 25 per second, seen at one CSS pixel a video pixel. */
export function createTestEditor(options: { workGrid?: WorkGrid } = {}): TestEditor {
  const [videoId, projectId, labelSetId, runLabelSetId, expressionId] = [1, 2, 3, 4, 5].map(newId) as [
    Id,
    Id,
    Id,
    Id,
    Id,
  ];
  const workGrid = options.workGrid ?? { kind: 'every' };
  const video: Video = { ...blankVideo, id: videoId };
  const document = createDocument(() => undefined);
  document.load({
    project: [{ id: projectId, name: 'Test', workGrid }],
    video: [video],
    labelSet: [
      { id: labelSetId, kind: 'main', name: '', personId: null, runId: null, isShown: true },
      { id: runLabelSetId, kind: 'run', name: 'run', personId: null, runId: null, isShown: true },
    ],
    expression: [{ ...blankExpression, id: expressionId }],
  });
  const table = constantTable(video.frameCount);
  const editor = createEditorStore({
    video,
    table,
    gridFrames: gridFrames(workGrid, table),
    labelSetId,
    activeExpressionId: expressionId,
  });
  const commands: Command[] = [];
  const goTo = (frame: number): void => editor.setState({ frame, shownFrame: frame, isPlaying: false });
  const host: CanvasHost = {
    videoId,
    personId: newId(),
    document,
    editor,
    player: {
      goTo,
      play: () => editor.setState({ isPlaying: true }),
      pause: () => editor.setState({ isPlaying: false }),
    },
    execute(command) {
      try {
        document.apply(planCommand(document, command).changes, { strict: true });
      } catch (error) {
        if (error instanceof CommandError) return false;
        throw error;
      }
      commands.push(command);
      const { selectedTrackIds, revision } = editor.getState();
      const stillThere = selectedTrackIds.filter((id) => document.track(id));
      editor.setState({ revision: revision + 1, selectedTrackIds: stillThere });
      return true;
    },
  };
  // The canvas and its actions use only the parts of a session that the host has.
  const session = host as unknown as Session;
  const model = canvasOf(session);
  model.setSize({ width: 660, height: 500 }, 1);
  const said: string[] = [];
  const studio = { say: (text: string) => void said.push(text) } as unknown as Studio;
  const context = { session, studio };
  const find = (key: string) =>
    actions.find((action) => action.keys.includes(key) && action.isAvailable(context)) ??
    actions.find((action) => action.keys.includes(key));
  const input = (at: Point, held: Held) => ({ isShift: false, isAlt: false, ...held, ...at });

  const test: TestEditor = {
    document,
    model,
    commands,
    said,
    runLabelSetId,
    state: () => editor.getState(),
    tracks: () => document.tracksOfVideo(videoId),
    onlyTrack() {
      const [track, ...others] = document.tracksOfVideo(videoId);
      if (!track || others.length > 0) throw new Error(`There are ${others.length + (track ? 1 : 0)} tracks`);
      return track;
    },
    positionOf(trackId, frame = editor.getState().shownFrame) {
      const track = document.track(trackId);
      return track && positionAt(track, frame, document.spanData);
    },
    goTo,
    select: (selectedTrackIds) => editor.setState({ selectedTrackIds }),
    selectRange: (range) => editor.setState({ range }),
    pointerDown: (at, held = {}) => model.pointerDown(input(at, held)),
    pointerMove: (at, held = {}) => model.pointerMove(input(at, held)),
    pointerUp: (at, held = {}) => model.pointerUp(input(at, held)),
    click(at, held) {
      test.pointerMove(at, held);
      test.pointerDown(at, held);
      test.pointerUp(at, held);
    },
    drag(from, to, held) {
      test.pointerMove(from, held);
      test.pointerDown(from, held);
      for (const part of [0.1, 0.5, 1]) {
        test.pointerMove({ x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part }, held);
      }
      test.pointerUp(to, held);
    },
    press(key) {
      const action = find(key);
      if (!action) throw new Error(`No action of the canvas has the key ${key}`);
      if (action.isAvailable(context)) action.run(context);
    },
    release: (key) => find(key)?.release?.(context),
    addTrack(keyframes, inSet = labelSetId) {
      const trackId = newId();
      const objectId = newId();
      const shape = keyframes[0]?.w == null ? 'point' : 'box';
      const empty: Track = { ...blankTrack, id: trackId, videoId, objectId, labelSetId: inSet, shape };
      const track = keyframes.reduce(
        (grown, keyframe) => setKeyframe(grown, { ...keyframe, gap: 'linear', source: 'person' }),
        empty,
      );
      const number = document.objectsOfVideo(videoId).length + 1;
      const object = { id: objectId, videoId, number, name: '', notes: '', attributes: {} };
      document.apply([insertOf('object', object), ...diffTrack(undefined, track)], { strict: true });
      editor.setState((state) => ({ revision: state.revision + 1 }));
      return trackId;
    },
  };
  return test;
}

function constantTable(count: number): FrameTable {
  return {
    builderVersion: 1,
    timescale: 25,
    ticks: Float64Array.from({ length: count }, (_, index) => index),
    durations: new Float64Array(count).fill(1),
    isKey: new Uint8Array(count).fill(1),
    decodeOrder: Uint32Array.from({ length: count }, (_, index) => index),
  };
}

const blankVideo: Omit<Video, 'id'> = {
  number: 1,
  name: 'clip.mp4',
  kind: 'container',
  path: 'clip.mp4',
  sizeBytes: 1,
  quickHash: '',
  width: 640,
  height: 480,
  rotation: 0,
  codec: 'avc1',
  frameCount: 100,
  durationSeconds: 4,
  imageRate: null,
  notices: [],
  originalPath: null,
  notes: '',
  isRemoved: false,
};

const blankTrack: Pick<
  Track,
  'state' | 'sourceTrackId' | 'notes' | 'attributes' | 'keyframes' | 'derived' | 'visibility'
> = {
  state: 'annotated',
  sourceTrackId: null,
  notes: '',
  attributes: {},
  keyframes: [],
  derived: [],
  visibility: [],
};

const blankExpression = {
  text: 'red cup',
  definition: '',
  counts: '',
  countsNot: '',
  category: '',
  colour: 0,
  position: 0,
  isArchived: false,
};
