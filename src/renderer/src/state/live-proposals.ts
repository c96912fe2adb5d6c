import { newId } from '#api/new-id.ts';
import { deleteOf, diffTrack, insertOf, type Change } from '#domain/changes.ts';
import type { Id } from '#domain/ids.ts';
import type { LabelSet } from '#domain/records.ts';
import { rowCountOf } from '#domain/span-data.ts';
import { paintSpan } from '#domain/spans.ts';
import type { Track, TrackShape } from '#domain/track.ts';
import { cutDerived } from '#domain/derived-spans.ts';
import type { PartialRows } from '#models/proposer.ts';
import type { Session } from './session.ts';

/**
 * What a running proposer has found so far, drawn as proposals while it works: tracks of a label set that only this
 * page knows. They go when the run is saved, and the saved ones take their place.
 */
export interface LiveProposals {
  add(rows: PartialRows): void;
  clear(): void;
}

export function showLiveProposals(session: Session, shapes: ReadonlyMap<Id, TrackShape>): LiveProposals {
  const set: LabelSet = {
    id: newId(),
    kind: 'run',
    name: 'running',
    personId: null,
    runId: null,
    isShown: true,
  };
  const tracks = new Map<Id, Track>();
  session.showLocally([insertOf('labelSet', set)]);

  const blank = (objectId: Id): Track => ({
    id: newId(),
    videoId: session.videoId,
    objectId,
    labelSetId: set.id,
    shape: shapes.get(objectId) ?? 'point',
    state: 'proposed',
    sourceTrackId: null,
    notes: '',
    attributes: {},
    keyframes: [],
    derived: [],
    visibility: [],
  });

  return {
    add({ objectId, startFrame, data }) {
      const before = tracks.get(objectId);
      const track = before ?? blank(objectId);
      const range = { startFrame, endFrame: startFrame + rowCountOf(data) - 1 };
      if (range.endFrame < range.startFrame) return;
      const dataId = newId();
      session.keepSpanData(dataId, data);
      const piece = { ...range, dataId, dataOffset: 0, runId: null, isStale: false };
      const after: Track = {
        ...track,
        derived: [...cutDerived(track.derived, range), piece].sort((a, b) => a.startFrame - b.startFrame),
        visibility: paintSpan(track.visibility, range, 'visible'),
      };
      tracks.set(objectId, after);
      session.showLocally(diffTrack(before, after));
    },
    clear() {
      const changes: Change[] = [...tracks.values()].flatMap((track) => diffTrack(track, undefined));
      session.showLocally([...changes, deleteOf('labelSet', set)]);
    },
  };
}
