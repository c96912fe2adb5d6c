import type { ProjectDocument } from '#domain/document.ts';
import type { Id } from '#domain/ids.ts';
import type { VideoObject } from '#domain/records.ts';
import type { Track } from '#domain/track.ts';
import { colourOf, tintOf } from '../ui/palette.ts';

/** One line of the timeline: an object's track, or a proposal for it that nobody has judged. */
export interface Lane {
  track: Track;
  object: VideoObject;
  isProposal: boolean;
  /** The object's colour; a proposal has the tint of its run, as on the canvas. */
  colour: string;
  /** The first lane of its object carries the object's name. */
  isFirstOfObject: boolean;
  /** Pixels from the top of all lanes. */
  top: number;
  height: number;
}

export const laneHeight = 26;
export const proposalHeight = 20;

/**
 * Lanes by object number: each object's tracks in the label set, then its open proposals. Objects with neither have
 * no lane.
 */
export function lanesOf(document: ProjectDocument, videoId: Id, labelSetId: Id): Lane[] {
  const runs = document.all('labelSet').filter((set) => set.kind === 'run' && set.isShown);
  const tints = new Map(runs.map((set, index) => [set.id, tintOf(index)]));
  const ofObject = new Map<Id, { tracks: Track[]; proposals: Track[] }>();
  for (const track of document.tracksOfVideo(videoId)) {
    const isProposal = tints.has(track.labelSetId);
    if (!isProposal && track.labelSetId !== labelSetId) continue;
    if (isProposal && document.verdictsOfTrack(track.id).length > 0) continue;
    const entry = ofObject.get(track.objectId) ?? { tracks: [], proposals: [] };
    (isProposal ? entry.proposals : entry.tracks).push(track);
    ofObject.set(track.objectId, entry);
  }
  const lanes: Lane[] = [];
  let top = 0;
  const objects = [...document.objectsOfVideo(videoId)].sort((a, b) => a.number - b.number);
  for (const object of objects) {
    const { tracks, proposals } = ofObject.get(object.id) ?? { tracks: [], proposals: [] };
    [...tracks, ...proposals].forEach((track, index) => {
      const isProposal = index >= tracks.length;
      const height = index === 0 ? laneHeight : proposalHeight;
      const colour = tints.get(track.labelSetId) ?? colourOf(object.number);
      lanes.push({ track, object, isProposal, colour, isFirstOfObject: index === 0, top, height });
      top += height;
    });
  }
  return lanes;
}

export function lanesHeight(lanes: readonly Lane[]): number {
  const last = lanes.at(-1);
  return last ? last.top + last.height : 0;
}

/** Index of the lane at a pixel from the top of all lanes; -1 outside them. */
export function laneIndexAt(lanes: readonly Lane[], y: number): number {
  let low = 0;
  let high = lanes.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const lane = lanes[middle];
    if (!lane) return -1;
    if (y < lane.top) high = middle - 1;
    else if (y >= lane.top + lane.height) low = middle + 1;
    else return middle;
  }
  return -1;
}

/** The lanes that a window from `scrollTop`, `height` pixels high, shows. */
export function visibleLanes(lanes: readonly Lane[], scrollTop: number, height: number): Lane[] {
  const first = Math.max(laneIndexAt(lanes, Math.max(scrollTop, 0)), 0);
  const visible: Lane[] = [];
  for (let i = first; i < lanes.length; i++) {
    const lane = lanes[i];
    if (!lane || lane.top >= scrollTop + height) break;
    visible.push(lane);
  }
  return visible;
}

/** Scroll position that shows the lane whole, moved as little as can be. */
export function scrollToShow(lane: Lane, scrollTop: number, height: number): number {
  if (lane.top < scrollTop) return lane.top;
  return Math.max(scrollTop, lane.top + lane.height - height);
}
