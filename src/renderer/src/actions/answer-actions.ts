import { showOverlay } from '../app/overlay.ts';
import { finishAndGoOn, toggleVerdict } from '../state/answering.ts';
import type { Session } from '../state/session.ts';
import { sessionAction, type Action } from './action.ts';

const hasExpression = (session: Session): boolean => session.editor.getState().activeExpressionId !== null;

/** Takes up the next expression of the list, round to the first. */
function moveInExpressions(session: Session, direction: 1 | -1): void {
  const listed = session.document
    .all('expression')
    .filter((expression) => !expression.isArchived)
    .sort((a, b) => a.position - b.position);
  const { activeExpressionId } = session.editor.getState();
  const index = listed.findIndex((expression) => expression.id === activeExpressionId);
  const next = listed.at((index + direction) % listed.length);
  if (next) session.editor.setState({ activeExpressionId: next.id });
}

export const answerActions: Action[] = [
  sessionAction({
    id: 'doneAndNext',
    title: 'This answer is done: go to the next one',
    group: 'Answers',
    keys: ['Mod+enter'],
    isAvailable: hasExpression,
    run: (session, studio) => void finishAndGoOn(session, studio),
  }),
  sessionAction({
    id: 'answerNone',
    title: 'There are none',
    group: 'Answers',
    keys: ['Shift+KeyN'],
    isAvailable: hasExpression,
    run: (session) => toggleVerdict(session, 'none'),
  }),
  sessionAction({
    id: 'answerUnsure',
    title: 'Unsure',
    group: 'Answers',
    keys: ['Shift+KeyU'],
    isAvailable: hasExpression,
    run: (session) => toggleVerdict(session, 'unsure'),
  }),
  sessionAction({
    id: 'showDefinition',
    title: 'What the expression means',
    group: 'Answers',
    keys: ['Shift+KeyI'],
    isAvailable: hasExpression,
    run: () => showOverlay('definition'),
  }),
  sessionAction({
    id: 'nextExpression',
    title: 'Next expression',
    group: 'Answers',
    keys: ['Shift+ArrowDown'],
    repeats: true,
    run: (session) => moveInExpressions(session, 1),
  }),
  sessionAction({
    id: 'previousExpression',
    title: 'Previous expression',
    group: 'Answers',
    keys: ['Shift+ArrowUp'],
    repeats: true,
    run: (session) => moveInExpressions(session, -1),
  }),
];
