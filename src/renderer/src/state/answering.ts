import { newId } from '#api/new-id.ts';
import { isAnswered, nextUnanswered, objectsOfAnswer, type WorkItem } from '#domain/answers.ts';
import type { ProjectReader } from '#domain/reader.ts';
import type { Answer } from '#domain/records.ts';
import type { WorkGrid } from '#domain/work-grid.ts';
import { goToPlace } from '../app/places.ts';
import type { Session } from './session.ts';
import type { Studio } from './studio.ts';

/** The answer's key, for the expression in hand; undefined where none is. */
function itemInHand(session: Session): (WorkItem & { labelSetId: string }) | undefined {
  const { activeExpressionId, labelSetId } = session.editor.getState();
  if (activeExpressionId === null) return undefined;
  return { expressionId: activeExpressionId, videoId: session.videoId, labelSetId };
}

/** Says that there are none, or that one is unsure; said again, it is open again. */
export function toggleVerdict(session: Session, verdict: 'none' | 'unsure', expressionId?: string): void {
  const item = itemInHand(session);
  const asked = expressionId ?? item?.expressionId;
  if (asked === undefined) return;
  const { labelSetId } = session.editor.getState();
  const before = session.document.answer(asked, session.videoId, labelSetId);
  session.execute({
    kind: 'setAnswer',
    data: {
      answerId: newId(),
      expressionId: asked,
      videoId: session.videoId,
      labelSetId,
      verdict: before?.verdict === verdict ? 'open' : verdict,
      // What was called done with another answer has to be looked at again.
      ...(before && isAnswered(before) && { state: 'open' }),
    },
  });
}

/** What a finished answer says, or why it cannot be called finished. */
export type Finished = Pick<Answer, 'verdict' | 'coverage' | 'coverageGrid' | 'state'>;

/**
 * The answer as it is when all of the video was searched on the work grid: its objects where there are some, else
 * what somebody said. A string says what is missing.
 */
export function finishedAnswer(
  reader: ProjectReader,
  item: WorkItem & { labelSetId: string },
  video: { frameCount: number; workGrid: WorkGrid },
): Finished | string {
  const verdict = reader.answer(item.expressionId, item.videoId, item.labelSetId)?.verdict ?? 'open';
  const count = objectsOfAnswer(reader, item).length;
  if (verdict === 'none' && count > 0) {
    return `This says “there are none”, but ${count === 1 ? 'one object is' : `${count} objects are`} labelled.`;
  }
  if (verdict !== 'unsure' && verdict !== 'none' && count === 0) {
    return 'Nothing is labelled yet: point at an object, or say that there are none.';
  }
  return {
    verdict: verdict === 'none' || verdict === 'unsure' ? verdict : 'objects',
    coverage: [{ startFrame: 0, endFrame: video.frameCount - 1 }],
    coverageGrid: video.workGrid,
    state: 'done',
  };
}

/** Calls the answer in hand done and goes to the next one that is not. */
export async function finishAndGoOn(session: Session, studio: Studio): Promise<void> {
  const item = itemInHand(session);
  const workGrid = session.document.all('project')[0]?.workGrid;
  if (!item || !workGrid) return;
  const { frameCount } = session.editor.getState().video;
  const finished = finishedAnswer(session.document, item, { frameCount, workGrid });
  if (typeof finished === 'string') {
    studio.say(finished);
    return;
  }
  const before = session.document.answer(item.expressionId, item.videoId, item.labelSetId);
  if (!isAnswered(before)) {
    const isDone = session.execute({ kind: 'setAnswer', data: { answerId: newId(), ...item, ...finished } });
    if (!isDone) return;
  }
  try {
    await goToNext(session, studio, item);
  } catch (error) {
    studio.complain(error);
  }
}

/** Goes to the next expression of this video without an answer, then to the next video that has one. */
async function goToNext(
  session: Session,
  studio: Studio,
  item: WorkItem & { labelSetId: string },
): Promise<void> {
  const expressions = session.document.all('expression');
  const videos = session.document.all('video');
  const here = nextUnanswered(
    item,
    expressions,
    videos.filter((video) => video.id === item.videoId),
    (each) => session.document.answer(each.expressionId, each.videoId, item.labelSetId),
  );
  if (here) {
    session.editor.setState({ activeExpressionId: here.expressionId, selectedTrackIds: [] });
    return;
  }
  await studio.refresh();
  const wanted = expressions.filter((expression) => !expression.isArchived).length;
  const counts = studio.store.getState().overview?.counts ?? [];
  // Videos are asked one by one, and only those whose numbers say that something may be open.
  const candidates = videos.filter(
    (video) =>
      video.id !== item.videoId &&
      !video.isRemoved &&
      (counts.find((each) => each.videoId === video.id)?.answersDone ?? 0) < wanted,
  );
  const current = videos.find((video) => video.id === item.videoId)?.number ?? 0;
  const inOrder = candidates.toSorted(
    (a, b) => Number(a.number < current) - Number(b.number < current) || a.number - b.number,
  );
  for (const video of inOrder) {
    const { records } = await session.client.documents.load({ videoId: video.id });
    const open = expressions
      .filter((expression) => !expression.isArchived)
      .toSorted((a, b) => a.position - b.position)
      .find(({ id }) => {
        const given = records.answer.find(
          (answer) => answer.expressionId === id && answer.labelSetId === item.labelSetId,
        );
        return !isAnswered(given);
      });
    if (open) {
      goToPlace(studio, { videoId: video.id, expressionId: open.id, frame: 0 });
      return;
    }
  }
  studio.say('Every expression is answered on every video.');
}
