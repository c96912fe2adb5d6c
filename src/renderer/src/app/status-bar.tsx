import type { Session } from '../state/session.ts';
import { PendingHint } from '../timeline/pending-hint.tsx';
import { useEditor } from './studio-context.ts';

/** One line of facts: tool, zoom, pointer, and the state of the picture. */
export function StatusBar({ session }: { session: Session | null }) {
  return <footer className="status-bar">{session && <Facts session={session} />}</footer>;
}

const toolNames = {
  select: 'Select',
  point: 'Point',
  trackPoint: 'Track a point',
  trackBox: 'Track a box',
} as const;

function Facts({ session }: { session: Session }) {
  const tool = useEditor(session, (state) => state.tool);
  const zoom = useEditor(session, (state) => state.zoom);
  const pointer = useEditor(session, (state) => state.pointer);
  const picture = useEditor(session, (state) => state.picture);
  const message = useEditor(session, (state) => state.pictureMessage);
  return (
    <>
      <span>{toolNames[tool]}</span>
      <span>{Math.round(zoom * 100)} %</span>
      <span style={{ minWidth: 110 }}>
        {pointer && `${pointer.x.toFixed(1)}, ${pointer.y.toFixed(1)} px`}
      </span>
      <PendingHint session={session} />
      <span className="grow" />
      {picture === 'failed' && <span role="alert">{message}</span>}
    </>
  );
}
