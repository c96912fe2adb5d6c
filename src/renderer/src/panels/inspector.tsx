import type { ReactNode } from 'react';
import { positionAt } from '#domain/interpolation.ts';
import { extentOf, keyframeAt, lastKeyframeIndex, visibilityAt, type Track } from '#domain/track.ts';
import { useEditor } from '../app/studio-context.ts';
import { EditField } from '../settings/edit-field.tsx';
import type { Session } from '../state/session.ts';
import { colourOf } from '../ui/palette.ts';
import { AttributeFields } from './attribute-fields.tsx';
import './panels.css';

/** What is selected, on the frame that is shown. */
export function Inspector({ session }: { session: Session }) {
  useEditor(session, (state) => state.revision);
  const selected = useEditor(session, (state) => state.selectedTrackIds);
  const tracks = selected.map((id) => session.document.track(id)).filter((track) => track !== undefined);
  const [track] = tracks;
  const object = track && session.document.get('object', track.objectId);
  return (
    <section className="panel" aria-label="Inspector">
      <div className="panel-head">
        {tracks.length === 1 && object && (
          <span className="swatch round" style={{ background: colourOf(object.number) }} />
        )}
        <h2 className="grow">{title(session, tracks)}</h2>
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

const gapWords = {
  linear: 'linear',
  hold: 'hold',
  smooth: 'smooth',
  flow: 'flow',
  none: 'nothing',
} as const;

function TrackFacts({ session, track }: { session: Session; track: Track }) {
  const frame = useEditor(session, (state) => state.shownFrame);
  const object = session.document.get('object', track.objectId);
  const attributes = session.document
    .all('attribute')
    .filter((attribute) => !attribute.isArchived)
    .sort((a, b) => a.position - b.position);
  return (
    <>
      <dl className="inspector">
        <Row name="Name">
          <EditField
            label="Object name"
            value={object?.name ?? ''}
            onSave={(name) =>
              session.execute({ kind: 'updateObject', data: { objectId: track.objectId, name } })
            }
          />
        </Row>
        {object && attributes.length > 0 && (
          <AttributeFields
            attributes={attributes}
            values={object.attributes}
            onChange={(values) =>
              session.execute({
                kind: 'updateObject',
                data: { objectId: track.objectId, attributes: values },
              })
            }
          />
        )}
        <Row name="Notes">
          <EditField
            label="Notes"
            value={track.notes}
            rows={2}
            onSave={(notes) => session.execute({ kind: 'updateTrack', data: { trackId: track.id, notes } })}
          />
        </Row>
      </dl>
      <FrameFacts session={session} track={track} frame={frame} />
    </>
  );
}

function FrameFacts({ session, track, frame }: { session: Session; track: Track; frame: number }) {
  const position = positionAt(track, frame, session.document.spanData);
  const extent = extentOf(track);
  const keyframe = keyframeAt(track, frame) ?? track.keyframes[lastKeyframeIndex(track, frame)];
  return (
    <dl className="inspector frame-facts">
      <Row name="Position">
        <span data-testid="position">
          {position ? `${position.x.toFixed(2)}, ${position.y.toFixed(2)} px` : 'none on this frame'}
        </span>
      </Row>
      {position?.w != null && position.h != null && (
        <Row name="Size">
          {position.w.toFixed(2)} × {position.h.toFixed(2)} px
        </Row>
      )}
      <Row name="Comes from">
        {position ? originWords[position.origin] : '–'}
        {position?.isStale && <span className="warn-text"> (flow is out of date)</span>}
      </Row>
      {position?.confidence != null && <Row name="Confidence">{position.confidence.toFixed(2)}</Row>}
      <Row name="Visibility">{visibilityAt(track, frame) ?? 'unlabelled'}</Row>
      <Row name="Gap after">{keyframe ? gapWords[keyframe.gap] : '–'}</Row>
      <Row name="Frames">{extent ? `${extent.startFrame} to ${extent.endFrame}` : '–'}</Row>
      <Row name="Keyframes">{track.keyframes.length}</Row>
    </dl>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
