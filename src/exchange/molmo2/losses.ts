import type { DatasetSource } from '../dataset.ts';
import type { Loss } from '../format.ts';
import { pointCategories } from './conventions.ts';
import { selectedSets, type Selection } from './selection.ts';

type Counts = Map<string, number>;

function add(counts: Counts, what: string, count: number): void {
  if (count > 0) counts.set(what, (counts.get(what) ?? 0) + count);
}

/** What Molmo 2 rows of the kind cannot hold of this project, with how often it is there. */
export async function molmo2Losses(
  source: DatasetSource,
  selection: Selection,
  kind: 'points' | 'tracks',
): Promise<Loss[]> {
  const counts: Counts = new Map();
  const project = await source.project();
  const sets = new Set(selectedSets(project, selection).map((set) => set.id));
  add(
    counts,
    'definitions of expressions (only the words are exported)',
    project.expressions.filter((one) => one.definition + one.counts + one.countsNot !== '').length,
  );
  add(counts, 'archived expressions', project.expressions.filter((one) => one.isArchived).length);
  add(counts, 'label sets that are not exported', project.labelSets.length - sets.size);
  if (kind === 'points') {
    const known: readonly string[] = pointCategories;
    add(
      counts,
      'categories that are not one of Ai2’s eight (the chosen default is written)',
      project.expressions.filter((one) => !known.includes(one.category)).length,
    );
  }
  for await (const { video, objects, answers, tracks, verdicts } of source.videos()) {
    if (video.isRemoved) {
      add(counts, 'removed videos', 1);
      continue;
    }
    const exported = tracks.filter(
      (track) => sets.has(track.labelSetId) && (selection.includeProposed || track.state !== 'proposed'),
    );
    const inSets = answers.filter((one) => sets.has(one.labelSetId));
    add(
      counts,
      'boxes (only their centre is exported)',
      exported.filter((one) => one.shape === 'box').length,
    );
    add(
      counts,
      'attributes of objects and tracks',
      [...objects, ...exported].filter((one) => Object.keys(one.attributes).length > 0).length,
    );
    add(
      counts,
      'notes',
      [video, ...objects, ...exported, ...inSets].filter((one) => one.notes !== '').length,
    );
    add(
      counts,
      'proposals that nobody accepted',
      tracks.filter((one) => one.state === 'proposed').length -
        exported.filter((one) => one.state === 'proposed').length,
    );
    add(counts, 'verdicts on proposals', verdicts.length);
    add(counts, 'review states', inSets.filter((one) => one.state !== 'open').length);
    add(
      counts,
      'derived spans (confidence, and that nobody set these positions)',
      exported.reduce((sum, track) => sum + track.derived.length, 0),
    );
    if (kind === 'points') {
      add(
        counts,
        'tracks (one point of each is exported)',
        exported.filter((track) => track.keyframes.length > 1).length,
      );
    } else {
      add(counts, 'answers “there are none”', inSets.filter((one) => one.verdict === 'none').length);
      add(counts, 'answers “unsure”', inSets.filter((one) => one.verdict === 'unsure').length);
    }
  }
  return [...counts].map(([what, count]) => ({ what, count }));
}
