import { BookOpen, Check, Settings2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { newId } from '#api/new-id.ts';
import { answerProgress, isAnswered, objectsOfAnswer } from '#domain/answers.ts';
import type { Answer, Expression } from '#domain/records.ts';
import { ActionButton, useActionKey } from '../ui/action-button.tsx';
import { screens } from '../app/places.ts';
import { useEditor } from '../app/studio-context.ts';
import { AddForm } from '../settings/add-form.tsx';
import type { Session } from '../state/session.ts';
import { toggleVerdict } from '../state/answering.ts';
import { colourOf, objectColours } from '../ui/palette.ts';
import './panels.css';

/** What is looked for, and what was found: expressions with their objects and answers on this video. */
export function ExpressionPanel({ session }: { session: Session }) {
  useEditor(session, (state) => state.revision);
  const labelSetId = useEditor(session, (state) => state.labelSetId);
  const activeId = useEditor(session, (state) => state.activeExpressionId);
  const [, navigate] = useLocation();
  const expressions = session.document
    .all('expression')
    .filter((expression) => !expression.isArchived)
    .toSorted((a, b) => a.position - b.position);
  const firstId = expressions[0]?.id;
  const isInHand = expressions.some((expression) => expression.id === activeId);
  useEffect(() => {
    // One is always in hand while there are any: an archived or undone one gives way to the first.
    if (!isInHand && firstId !== undefined) session.editor.setState({ activeExpressionId: firstId });
  }, [session, isInHand, firstId]);
  const done = expressions.filter((expression) =>
    isAnswered(session.document.answer(expression.id, session.videoId, labelSetId)),
  ).length;

  async function add(text: string): Promise<boolean> {
    const id = newId();
    const isDone = session.execute({
      kind: 'createExpression',
      data: {
        id,
        text,
        definition: '',
        counts: '',
        countsNot: '',
        category: '',
        colour: session.document.all('expression').length % objectColours.length,
        position: (expressions.at(-1)?.position ?? -1) + 1,
        isArchived: false,
      },
    });
    if (isDone) session.editor.setState({ activeExpressionId: id });
    return isDone;
  }

  return (
    <section className="panel" aria-label="Expressions">
      <div className="panel-head">
        <h2>Expressions</h2>
        <span className="dim number" title="Answered on this video">
          {expressions.length > 0 && `${done}/${expressions.length} done`}
        </span>
        <span className="grow" />
        <button
          type="button"
          className="quiet icon"
          aria-label="Edit expressions"
          title="Edit expressions"
          onClick={() => navigate(`${screens.data}/expressions`)}
        >
          <Settings2 size={14} />
        </button>
      </div>
      <div className="panel-body">
        {expressions.length === 0 && (
          <p className="dim panel-hint">Write what to look for, in plain words.</p>
        )}
        {expressions.map((expression) => (
          <ExpressionRow key={expression.id} session={session} expression={expression} />
        ))}
      </div>
      <div className="panel-foot">
        <AddForm label="New expression" placeholder="the red cup" onAdd={add} />
      </div>
    </section>
  );
}

interface RowProps {
  session: Session;
  expression: Expression;
}

function ExpressionRow({ session, expression }: RowProps) {
  const row = useRef<HTMLDivElement>(null);
  const isActive = useEditor(session, (state) => state.activeExpressionId === expression.id);
  const labelSetId = useEditor(session, (state) => state.labelSetId);
  const answer = session.document.answer(expression.id, session.videoId, labelSetId);
  const objects = objectsOfAnswer(session.document, {
    expressionId: expression.id,
    videoId: session.videoId,
    labelSetId,
  });
  useEffect(() => {
    if (isActive) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isActive]);
  return (
    <div ref={row} className={isActive ? 'expression active' : 'expression'}>
      <button
        type="button"
        className="expression-head"
        aria-pressed={isActive}
        title={expression.definition || expression.text}
        onClick={() => session.editor.setState({ activeExpressionId: expression.id })}
      >
        <span className="swatch" style={{ background: objectColours[expression.colour] }} />
        <span className="ellipsis">{expression.text}</span>
        <span className="dim number">{answerWords(answer, objects.length)}</span>
        <span className="answer-mark">
          {isAnswered(answer) && <Check size={14} aria-label="done" className="ok-text" />}
          {answer?.state === 'changes-asked' && <span className="warn-text">changes asked</span>}
        </span>
      </button>
      {objects.length > 0 && (
        <ObjectChips
          session={session}
          expression={expression}
          objects={objects.toSorted((a, b) => a.number - b.number)}
        />
      )}
      {isActive && <AnswerRow session={session} expression={expression} objectCount={objects.length} />}
    </div>
  );
}

/** "3", "3 of 4" where more were counted than labelled, "none", "unsure". */
function answerWords(answer: Answer | undefined, objectCount: number): string {
  if (answer?.verdict === 'none') return 'none';
  if (answer?.verdict === 'unsure') return 'unsure';
  const counted = answer?.count ?? null;
  if (counted !== null && counted !== objectCount) return `${objectCount} of ${counted}`;
  return objectCount === 0 ? '–' : String(objectCount);
}

/** More chips than this are shown when asked for: a crowd of thousands would make every change of the panel slow. */
const fewChips = 60;

function ObjectChips({
  session,
  expression,
  objects,
}: RowProps & { objects: readonly { id: string; number: number; name: string }[] }) {
  const labelSetId = useEditor(session, (state) => state.labelSetId);
  const selected = useEditor(session, (state) => state.selectedTrackIds);
  const [areAllShown, setAllShown] = useState(false);
  const shown = areAllShown ? objects : objects.slice(0, fewChips);
  return (
    <div className="object-chips">
      {shown.map((object) => {
        const tracks = session.document
          .tracksOfObject(object.id)
          .filter((track) => track.labelSetId === labelSetId);
        const isSelected = tracks.some((track) => selected.includes(track.id));
        return (
          <button
            key={object.id}
            type="button"
            className="object-chip"
            style={{ borderColor: colourOf(object.number) }}
            aria-pressed={isSelected}
            title={`Select #${object.number}${object.name && ` ${object.name}`}`}
            onClick={() =>
              session.editor.setState({
                selectedTrackIds: tracks.slice(0, 1).map((track) => track.id),
                activeExpressionId: expression.id,
              })
            }
          >
            #{object.number}
            {object.name && ` ${object.name}`}
          </button>
        );
      })}
      {shown.length < objects.length && (
        <button
          type="button"
          className="object-chip"
          title="Show all objects of this expression"
          onClick={() => setAllShown(true)}
        >
          {objects.length - shown.length} more
        </button>
      )}
    </div>
  );
}

function AnswerRow({ session, expression, objectCount }: RowProps & { objectCount: number }) {
  const labelSetId = useEditor(session, (state) => state.labelSetId);
  const grid = useEditor(session, (state) => state.gridFrames);
  const answer = session.document.answer(expression.id, session.videoId, labelSetId);
  const progress = answerProgress(answer, grid);

  function setCount(text: string): void {
    const count = text.trim() === '' ? null : Number(text);
    if (count === (answer?.count ?? null) || (count !== null && (!Number.isInteger(count) || count < 0)))
      return;
    session.execute({
      kind: 'setAnswer',
      data: { answerId: newId(), expressionId: expression.id, videoId: session.videoId, labelSetId, count },
    });
  }

  return (
    <div className="answer" role="group" aria-label={`Answer for ${expression.text}`}>
      <div className="answer-row">
        <VerdictButton session={session} expression={expression} verdict="none" actionId="answerNone">
          None
        </VerdictButton>
        <VerdictButton session={session} expression={expression} verdict="unsure" actionId="answerUnsure">
          Unsure
        </VerdictButton>
        <label className="inline-label" title="How many there are, where not all of them are labelled">
          <span className="dim">count</span>
          <input
            key={answer?.count ?? 'none'}
            type="number"
            min={0}
            step={1}
            aria-label={`Count of ${expression.text}`}
            placeholder={String(objectCount)}
            defaultValue={answer?.count ?? ''}
            onBlur={(event) => setCount(event.target.value)}
            onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
          />
        </label>
      </div>
      <div className="answer-row">
        <span
          className="progress grow"
          title={`${progress.covered} of ${progress.total} frames of the work grid were searched`}
        >
          <span className="progress-track" aria-hidden>
            <span
              className={progress.isDone ? 'progress-part done' : 'progress-part'}
              style={{ width: `${progress.total === 0 ? 0 : (progress.covered / progress.total) * 100}%` }}
            />
          </span>
          <span className="dim number" data-testid="coverage">
            {progress.covered}/{progress.total}
          </span>
        </span>
        <ActionButton actionId="showDefinition" className="quiet icon">
          <BookOpen size={14} />
        </ActionButton>
        <ActionButton actionId="doneAndNext" className="primary" showsKey>
          Done
        </ActionButton>
      </div>
    </div>
  );
}

function VerdictButton({
  session,
  expression,
  verdict,
  actionId,
  children,
}: RowProps & { verdict: 'none' | 'unsure'; actionId: string; children: string }) {
  const labelSetId = useEditor(session, (state) => state.labelSetId);
  const answer = session.document.answer(expression.id, session.videoId, labelSetId);
  const key = useActionKey(actionId);
  const words = verdict === 'none' ? 'There are none' : 'Unsure';
  return (
    <button
      type="button"
      title={key === '' ? words : `${words} (${key})`}
      aria-pressed={answer?.verdict === verdict}
      onClick={() => toggleVerdict(session, verdict, expression.id)}
    >
      {children}
    </button>
  );
}
