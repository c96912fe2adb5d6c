import type { ProjectDocument } from '#domain/document.ts';
import type { TrackState } from '#domain/track.ts';
import { Check, Eye, Flag } from 'lucide-react';
import { useRef, useState, type KeyboardEvent, type MouseEvent, type ReactElement } from 'react';
import type { Session } from '../state/session.ts';
import { keepFocusOnWork } from './focus.ts';
import type { Lane } from './lanes.ts';
import { MarkSwatch } from './mark-swatch.tsx';

/** What an object is called: its own name, else the words of the first expression that refers to it. */
export function laneTitle(document: ProjectDocument, lane: Lane): string {
  if (lane.isProposal && !lane.isFirstOfObject) {
    return document.get('labelSet', lane.track.labelSetId)?.name || 'proposal';
  }
  if (lane.object.name !== '') return lane.object.name;
  const [first] = document.expressionsOfObject(lane.object.id);
  const words = first === undefined ? undefined : document.get('expression', first)?.text;
  return words ?? (lane.track.shape === 'box' ? 'box' : 'point');
}

const stateIcons: Partial<Record<TrackState, ReactElement>> = {
  approved: <Check size={13} className="lane-ok" aria-label="approved" />,
  'changes-asked': <Flag size={13} className="lane-warn" aria-label="change asked" />,
  'in-review': <Eye size={13} className="lane-dim" aria-label="in review" />,
};

/** Left end of a lane: press selects, with Ctrl or Shift adds; double-click renames the object. */
export function LaneHeader({
  lane,
  session,
  isSelected,
}: {
  lane: Lane;
  session: Session;
  isSelected: boolean;
}): ReactElement {
  const [isRenaming, setRenaming] = useState(false);
  const isDone = useRef(false);
  const { editor, document } = session;
  const title = laneTitle(document, lane);

  function select(event: MouseEvent): void {
    const { selectedTrackIds } = editor.getState();
    const { id } = lane.track;
    if (!(event.shiftKey || event.ctrlKey || event.metaKey)) editor.setState({ selectedTrackIds: [id] });
    else if (selectedTrackIds.includes(id)) {
      editor.setState({ selectedTrackIds: selectedTrackIds.filter((each) => each !== id) });
    } else editor.setState({ selectedTrackIds: [...selectedTrackIds, id] });
  }

  function rename(name: string): void {
    if (isDone.current) return;
    isDone.current = true;
    setRenaming(false);
    if (name === lane.object.name) return;
    session.execute({ kind: 'updateObject', data: { objectId: lane.object.id, name } });
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    event.stopPropagation();
    if (event.key === 'Enter') rename(event.currentTarget.value.trim());
    if (event.key === 'Escape') rename(lane.object.name);
  }

  const style = { top: lane.top, height: lane.height };
  const names = ['lane-header', isSelected ? 'is-selected' : '', lane.isFirstOfObject ? '' : 'is-sub'];
  return (
    <div
      className={names.filter((name) => name !== '').join(' ')}
      style={style}
      role="button"
      tabIndex={-1}
      aria-pressed={isSelected}
      aria-label={`Object ${lane.object.number}, ${title}`}
      data-track-id={lane.track.id}
      title={isRenaming ? undefined : `${title} · double-click to rename`}
      onMouseDown={isRenaming ? undefined : keepFocusOnWork}
      onClick={select}
      onDoubleClick={() => {
        isDone.current = false;
        setRenaming(true);
      }}
    >
      <MarkSwatch number={lane.object.number} colour={lane.colour} isDashed={lane.isProposal} />
      {lane.isFirstOfObject && <span className="lane-number">#{lane.object.number}</span>}
      {isRenaming ? (
        <input
          type="text"
          className="lane-rename"
          aria-label={`Name of object ${lane.object.number}`}
          defaultValue={lane.object.name}
          autoFocus
          onKeyDown={onKeyDown}
          onBlur={(event) => rename(event.currentTarget.value.trim())}
        />
      ) : (
        <span className="lane-title">{lane.isProposal ? `◇ ${title}` : title}</span>
      )}
      {!lane.isProposal && stateIcons[lane.track.state]}
    </div>
  );
}
