import { positionAt } from '#domain/interpolation.ts';
import { extentOf, keyframeAt, lastKeyframeIndex, type Track } from '#domain/track.ts';
import { useEditor } from '../app/studio-context.ts';
import type { Session } from '../state/session.ts';
import './panels.css';

/** What is selected, on the frame that is shown. */
export function Inspector({ session }: { session: Session }) {
  useEditor(session, (state) => state.revision);
  const selected = useEditor(session, (state) => state.selectedTrackIds);
  const tracks = selected.map((id) => session.document.track(id)).filter((track) => track !== undefined);
  const [track] = tracks;
  return (
    <section className="panel" aria-label="Inspector">
      <div className="panel-head">
        <h2>{title(session, tracks)}</h2>
      </div>
      <div className="panel-body">
        {track && tracks.length === 1 ? (
          <TrackFacts key={track.id} session={session} track={track} />
        ) : (
          <div className="empty">
            <p>
              {tracks.length > 1
                ? 'Drag to move them together.'
                : 'Select an object to see where it is and why.'}
            </p>
          </div>
        )}
      </div>
    </section>
  );
}

function title(session: Session, tracks: readonly Track[]): string {
  const [track] = tracks;
  if (!track) return 'Nothing selected';
  if (tracks.length > 1) return `${tracks.length} objects selected`;
  const object = session.document.get('object', track.objectId);
  return `${track.shape === 'box' ? 'Box' : 'Point'} #${object?.number ?? '?'}`;
}

const originWords = {
  keyframe: 'set here',
  linear: 'between keyframes, linear',
  hold: 'held from the keyframe before',
  smooth: 'between keyframes, smooth',
  flow: 'from a run',
} as const;

function TrackFacts({ session, track }: { session: Session; track: Track }) {
  const frame = useEditor(session, (state) => state.shownFrame);
  const object = session.document.get('object', track.objectId);
  const position = positionAt(track, frame, session.document.spanData);
  const extent = extentOf(track);
  const keyframe = keyframeAt(track, frame) ?? track.keyframes[lastKeyframeIndex(track, frame)];
  return (
    <dl className="inspector">
      <dt>Name</dt>
      <dd>
        <input
          type="text"
          aria-label="Object name"
          defaultValue={object?.name}
          onBlur={(event) => {
            if (event.target.value !== object?.name) {
              session.execute({
                kind: 'updateObject',
                data: { objectId: track.objectId, name: event.target.value },
              });
            }
          }}
        />
      </dd>
      <dt>Position</dt>
      <dd data-testid="position">
        {position ? `${position.x.toFixed(2)}, ${position.y.toFixed(2)} px` : 'none on this frame'}
      </dd>
      <dt>Comes from</dt>
      <dd>
        {position ? originWords[position.origin] : '–'}
        {position?.isStale && ' (flow is out of date)'}
      </dd>
      {position?.confidence != null && (
        <>
          <dt>Confidence</dt>
          <dd>{position.confidence.toFixed(2)}</dd>
        </>
      )}
      <dt>Visibility</dt>
      <dd>{position?.visibility ?? visibilityWords(track, frame)}</dd>
      <dt>Gap</dt>
      <dd>{keyframe?.gap ?? '–'}</dd>
      <dt>Frames</dt>
      <dd>{extent ? `${extent.startFrame} to ${extent.endFrame}` : '–'}</dd>
      <dt>Keyframes</dt>
      <dd>{track.keyframes.length}</dd>
      <dt>Notes</dt>
      <dd>
        <textarea
          aria-label="Notes"
          rows={2}
          style={{ resize: 'vertical' }}
          defaultValue={track.notes}
          onBlur={(event) => {
            if (event.target.value !== track.notes) {
              session.execute({
                kind: 'updateTrack',
                data: { trackId: track.id, notes: event.target.value },
              });
            }
          }}
        />
      </dd>
    </dl>
  );
}

function visibilityWords(track: Track, frame: number): string {
  const span = track.visibility.find((each) => each.startFrame <= frame && each.endFrame >= frame);
  return span?.value ?? 'unlabelled';
}
