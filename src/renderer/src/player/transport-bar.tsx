import { secondsOf } from '#domain/frame-table.ts';
import { nearestOnGrid } from '#domain/work-grid.ts';
import {
  ChevronFirst,
  ChevronLast,
  ChevronLeft,
  ChevronRight,
  Locate,
  LocateFixed,
  Pause,
  Play,
  Repeat,
} from 'lucide-react';
import { useState, type KeyboardEvent } from 'react';
import { frameFieldId, playbackRates } from '../actions/playback-actions.ts';
import { useEditor } from '../app/studio-context.ts';
import type { Session } from '../state/session.ts';
import { ActionButton, useActionHint } from '../ui/action-button.tsx';
import './transport-bar.css';

/** Where one is in time and how time goes, under the canvas. */
export function TransportBar({ session }: { session: Session }) {
  const { editor, player } = session;
  const isPlaying = useEditor(session, (state) => state.isPlaying);
  const rate = useEditor(session, (state) => state.playbackRate);
  const isLooping = useEditor(session, (state) => state.isLooping);
  const isFollowing = useEditor(session, (state) => state.isCameraFollowing);
  const last = useEditor(session, (state) => state.table.ticks.length - 1);
  return (
    <div className="transport" role="toolbar" aria-label="Playback">
      <div className="transport-buttons">
        <PlainButton title="First frame" onClick={() => player.goTo(0)}>
          <ChevronFirst size={16} />
        </PlainButton>
        <ActionButton actionId="stepBack">
          <ChevronLeft size={16} />
        </ActionButton>
        <ActionButton actionId="play" isPressed={isPlaying}>
          {isPlaying ? <Pause size={16} /> : <Play size={16} />}
        </ActionButton>
        <ActionButton actionId="stepForward">
          <ChevronRight size={16} />
        </ActionButton>
        <PlainButton title="Last frame" onClick={() => player.goTo(last)}>
          <ChevronLast size={16} />
        </PlainButton>
      </div>
      <FrameField session={session} last={last} />
      <Seconds session={session} />
      <GridHint session={session} />
      <span className="grow" />
      <PictureState session={session} />
      <select
        aria-label="Playback speed"
        title={`${useActionHint('slower')}, ${useActionHint('faster')}`}
        value={rate}
        onChange={(event) => {
          editor.setState({ playbackRate: Number(event.currentTarget.value) });
          event.currentTarget.blur();
        }}
      >
        {playbackRates.map((each) => (
          <option key={each} value={each}>
            {each}×
          </option>
        ))}
      </select>
      <ActionButton actionId="loop" isPressed={isLooping}>
        <Repeat size={15} />
      </ActionButton>
      <ActionButton actionId="followCamera" isPressed={isFollowing}>
        {isFollowing ? <LocateFixed size={15} /> : <Locate size={15} />}
      </ActionButton>
    </div>
  );
}

function PlainButton(props: { title: string; onClick: () => void; children: React.ReactNode }) {
  return (
    <button
      type="button"
      className="quiet"
      title={props.title}
      aria-label={props.title}
      onMouseDown={(event) => event.preventDefault()}
      onClick={props.onClick}
    >
      {props.children}
    </button>
  );
}

/** The number of the frame on the canvas, to read; the one to go to, to type. */
function FrameField({ session, last }: { session: Session; last: number }) {
  const frame = useEditor(session, (state) => state.shownFrame);
  const [draft, setDraft] = useState<string | null>(null);
  const hint = useActionHint('goToFrame');

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    if (event.key === 'Escape') {
      event.stopPropagation();
      setDraft(null);
      event.currentTarget.blur();
    }
    if (event.key !== 'Enter') return;
    const wanted = Number.parseInt(event.currentTarget.value, 10);
    if (Number.isInteger(wanted)) session.player.goTo(Math.min(Math.max(wanted, 0), last));
    setDraft(null);
    event.currentTarget.blur();
  }

  return (
    <label className="transport-frame" title={hint}>
      frame
      <input
        id={frameFieldId}
        type="text"
        inputMode="numeric"
        autoComplete="off"
        aria-label="Frame number"
        style={{ width: `${String(last).length + 2.5}ch` }}
        value={draft ?? frame}
        onChange={(event) => setDraft(event.currentTarget.value.replaceAll(/\D/g, ''))}
        onFocus={(event) => event.currentTarget.select()}
        onBlur={() => setDraft(null)}
        onKeyDown={onKeyDown}
      />
      <span data-testid="last-frame">/ {last}</span>
    </label>
  );
}

function Seconds({ session }: { session: Session }) {
  const frame = useEditor(session, (state) => state.shownFrame);
  const table = useEditor(session, (state) => state.table);
  return (
    <span className="transport-seconds" title="Exact time of this frame, from the file">
      {secondsOf(table, frame).toFixed(3)} s
    </span>
  );
}

/** Says when the playhead stands where nobody is asked to label, and leads back. */
function GridHint({ session }: { session: Session }) {
  const frame = useEditor(session, (state) => state.frame);
  const grid = useEditor(session, (state) => state.gridFrames);
  const isPlaying = useEditor(session, (state) => state.isPlaying);
  const nearest = nearestOnGrid(grid, frame);
  if (isPlaying || nearest === undefined || nearest === frame) return null;
  return (
    <button
      type="button"
      className="quiet transport-hint"
      title={`This frame is not on the work grid. Go to frame ${nearest}, the nearest that is.`}
      onClick={() => session.player.goTo(nearest)}
    >
      between grid frames
    </button>
  );
}

/** What stands on the canvas: the sharp picture, a soft one, one on its way, or why there is none. */
function PictureState({ session }: { session: Session }) {
  const picture = useEditor(session, (state) => state.picture);
  const message = useEditor(session, (state) => state.pictureMessage);
  const isLate = useEditor(session, (state) => state.shownFrame !== state.frame);
  if (picture === 'failed') {
    return (
      <span className="transport-state failed" title={message}>
        no picture
      </span>
    );
  }
  const words = isLate || picture === 'none' ? 'decoding' : picture;
  const titles = {
    decoding: 'The picture of this frame is being decoded',
    soft: 'A small picture of this frame; the sharp one is being decoded',
    sharp: 'The exact picture of this frame',
  };
  return (
    <span className={`transport-state ${words}`} title={titles[words]}>
      {words}
    </span>
  );
}
