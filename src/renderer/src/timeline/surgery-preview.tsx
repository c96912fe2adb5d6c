import type { Id } from '#domain/ids.ts';
import { useMemo, type KeyboardEvent, type ReactNode } from 'react';
import { commitSurgery, dropSurgery } from '../actions/surgery-actions.ts';
import { useEditor } from '../app/studio-context.ts';
import type { Session } from '../state/session.ts';
import { partnersOf, previewOf, type GapFill, type SurgeryDraft, type TailChoice } from './surgery-draft.ts';
import './surgery-preview.css';

/** The surgery about to be done: which tracks, which frames, and its choices; over the canvas. */
export function SurgeryPreview({ session }: { session: Session }) {
  const draft = useEditor(session, (state) => state.surgery);
  const revision = useEditor(session, (state) => state.revision);
  if (!draft) return null;
  const preview = previewOf(session.document, revision, draft);
  const isReady = preview.kind === 'ready';
  return (
    <div className="surgery" role="group" aria-label="Track surgery" data-testid="surgery">
      <p className={isReady ? '' : 'refused'} role="status">
        {isReady ? preview.range.description : preview.reason}
      </p>
      <div className="surgery-row">
        <Choices session={session} draft={draft} />
        <span className="grow" />
        <button type="button" className="quiet" onClick={() => dropSurgery(session)}>
          Cancel <kbd>Esc</kbd>
        </button>
        <button type="button" className="primary" disabled={!isReady} onClick={() => commitSurgery(session)}>
          {verbs[draft.kind]} <kbd>⏎</kbd>
        </button>
      </div>
    </div>
  );
}

const verbs: Record<SurgeryDraft['kind'], string> = {
  split: 'Split',
  merge: 'Merge',
  rejoin: 'Rejoin',
  extend: 'Extend',
  trim: 'Trim',
  deleteRange: 'Delete',
  shift: 'Shift',
  simplify: 'Simplify',
};

const tails: Record<TailChoice, string> = { new: 'new object', rejoin: 'rejoins', swap: 'swaps with' };
const fills: Record<GapFill, string> = {
  unlabelled: 'left open',
  absent: 'absent',
  occluded: 'occluded',
  interpolate: 'interpolated',
};

function Choices({ session, draft }: { session: Session; draft: SurgeryDraft }) {
  const change = (next: SurgeryDraft): void => session.editor.setState({ surgery: next });
  switch (draft.kind) {
    case 'split':
      return (
        <>
          <span className="dim">From frame {draft.frame} on</span>
          <Segments options={tails} value={draft.tail} onChange={(tail) => change({ ...draft, tail })} />
          {draft.tail !== 'new' && <PartnerSelect session={session} draft={draft} onChange={change} />}
        </>
      );
    case 'rejoin':
      return (
        <>
          <span className="dim">The frames between are</span>
          <Segments options={fills} value={draft.fill} onChange={(fill) => change({ ...draft, fill })} />
        </>
      );
    case 'merge':
      return (
        <button
          type="button"
          className="quiet"
          onClick={() =>
            change({ ...draft, trackIds: [...draft.trackIds.slice(1), ...draft.trackIds.slice(0, 1)] })
          }
        >
          Keep another identity <kbd>M</kbd>
        </button>
      );
    case 'shift':
      return (
        <NumberField
          label="frames"
          value={draft.frames}
          step={1}
          onChange={(frames) => change({ ...draft, frames: Math.round(frames) })}
        />
      );
    case 'extend':
      return (
        <NumberField
          label="frames"
          value={draft.frames}
          step={1}
          min={1}
          onChange={(frames) => change({ ...draft, frames: Math.max(1, Math.round(frames)) })}
        />
      );
    case 'simplify':
      return (
        <NumberField
          label="px at most off"
          value={draft.tolerancePx}
          step={0.5}
          min={0}
          onChange={(tolerancePx) => change({ ...draft, tolerancePx: Math.max(0, tolerancePx) })}
        />
      );
    case 'trim':
    case 'deleteRange':
      return null;
  }
}

function Segments<K extends string>(props: {
  options: Record<K, string>;
  value: K;
  onChange: (value: K) => void;
}) {
  return (
    <span className="segments">
      {Object.entries<string>(props.options).map(([key, words]) => (
        <button
          key={key}
          type="button"
          aria-pressed={key === props.value}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => props.onChange(key as K)}
        >
          {words}
        </button>
      ))}
    </span>
  );
}

function PartnerSelect(props: {
  session: Session;
  draft: Extract<SurgeryDraft, { kind: 'split' }>;
  onChange: (draft: SurgeryDraft) => void;
}): ReactNode {
  const { session, draft, onChange } = props;
  const { trackId, frame } = draft;
  const revision = useEditor(session, (state) => state.revision);
  const partners = useMemo(() => {
    const track = revision >= 0 ? session.document.track(trackId) : undefined;
    return track ? partnersOf(session.document, track, frame) : [];
  }, [session, trackId, frame, revision]);
  const title = (id: Id, objectId: Id): string => {
    const object = session.document.get('object', objectId);
    return object ? `#${object.number} ${object.name}`.trim() : id;
  };
  return (
    <select
      aria-label="Other track"
      value={draft.otherTrackId ?? ''}
      onChange={(event) => {
        onChange({ ...draft, otherTrackId: event.currentTarget.value });
        event.currentTarget.blur();
      }}
    >
      {partners.map((track) => (
        <option key={track.id} value={track.id}>
          {title(track.id, track.objectId)}
        </option>
      ))}
    </select>
  );
}

function NumberField(props: {
  label: string;
  value: number;
  step: number;
  min?: number;
  onChange: (value: number) => void;
}) {
  // Enter in the field is done with typing; the next Enter does the surgery.
  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.stopPropagation();
    event.currentTarget.blur();
  }
  return (
    <label className="surgery-number">
      <input
        type="number"
        value={props.value}
        step={props.step}
        min={props.min}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          const value = event.currentTarget.valueAsNumber;
          if (Number.isFinite(value)) props.onChange(value);
        }}
      />
      {props.label}
    </label>
  );
}
