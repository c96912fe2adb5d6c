import type { Overview } from '#api/projects.contract.ts';
import type { Video } from '#domain/records.ts';
import { matchesWords } from '../ui/text-search.ts';

/** A video with what lists show of it. */
export interface ListedVideo {
  video: Video;
  tracks: number;
  /** Expressions answered, of how many. */
  done: number;
  wanted: number;
  proof: 'pending' | 'proved' | 'failed';
  proofDetails: string;
  isMissing: boolean;
}

export const videoStates = {
  all: 'All',
  todo: 'To do',
  done: 'Done',
  missing: 'File missing',
  failed: 'Proof failed',
} as const;
export type VideoStateFilter = keyof typeof videoStates;

export const videoOrders = {
  number: 'Number',
  name: 'Name',
  progress: 'Progress',
  duration: 'Duration',
} as const;
export type VideoOrder = keyof typeof videoOrders;

export interface VideoQuery {
  text: string;
  state: VideoStateFilter;
  order: VideoOrder;
}

/** The project's videos with their numbers, in the order of their numbers; removed ones are left out. */
export function listVideos(overview: Overview): ListedVideo[] {
  const counts = new Map(overview.counts.map((each) => [each.videoId, each]));
  const states = new Map(overview.states.map((each) => [each.videoId, each]));
  const missing = new Set(overview.missing);
  const wanted = overview.records.expression.filter((expression) => !expression.isArchived).length;
  return overview.records.video
    .filter((video) => !video.isRemoved)
    .map((video): ListedVideo => {
      const state = states.get(video.id);
      const count = counts.get(video.id);
      return {
        video,
        tracks: count?.tracks ?? 0,
        done: Math.min(count?.answersDone ?? 0, wanted),
        wanted,
        proof: state?.proof ?? 'pending',
        proofDetails: state?.proofDetails ?? '',
        isMissing: missing.has(video.id),
      };
    })
    .sort((a, b) => a.video.number - b.video.number);
}

/** Whether every expression is answered; a project without expressions has nothing done. */
export function isVideoDone(listed: ListedVideo): boolean {
  return listed.wanted > 0 && listed.done >= listed.wanted;
}

/** The videos that match, in the order asked for; equal ones by their numbers. */
export function queryVideos(videos: readonly ListedVideo[], query: VideoQuery): ListedVideo[] {
  return videos
    .filter((listed) => isInState(listed, query.state))
    .filter(({ video }) => matchesWords(`#${video.number} ${video.name} ${video.notes}`, query.text))
    .sort((a, b) => compare(a, b, query.order) || a.video.number - b.video.number);
}

function isInState(listed: ListedVideo, state: VideoStateFilter): boolean {
  switch (state) {
    case 'all':
      return true;
    case 'todo':
      return !isVideoDone(listed);
    case 'done':
      return isVideoDone(listed);
    case 'missing':
      return listed.isMissing;
    case 'failed':
      return listed.proof === 'failed';
  }
}

function compare(a: ListedVideo, b: ListedVideo, order: VideoOrder): number {
  switch (order) {
    case 'number':
      return 0;
    case 'name':
      return a.video.name.localeCompare(b.video.name, undefined, { numeric: true });
    case 'progress':
      return a.done - b.done;
    case 'duration':
      return a.video.durationSeconds - b.video.durationSeconds;
  }
}
