import { useState, type FormEvent } from 'react';
import { newId } from '#api/new-id.ts';
import type { Answer, Expression } from '#domain/records.ts';
import { useEditor } from '../app/studio-context.ts';
import type { Session } from '../state/session.ts';
import { colourOf, objectColours } from '../ui/palette.ts';
import './panels.css';

/** What is looked for, and what was found: expressions with their objects and answers on this video. */
export function ExpressionPanel({ session }: { session: Session }) {
  useEditor(session, (state) => state.revision);
  const expressions = session.document
    .all('expression')
    .filter((expression) => !expression.isArchived)
    .toSorted((a, b) => a.position - b.position);
  return (
    <section className="panel" aria-label="Expressions">
      <div className="panel-head">
        <h2>Expressions</h2>
      </div>
      <div className="panel-body">
        {expressions.map((expression) => (
          <ExpressionRow key={expression.id} session={session} expression={expression} />
        ))}
        <AddExpression session={session} count={expressions.length} />
      </div>
    </section>
  );
}

function ExpressionRow({ session, expression }: { session: Session; expression: Expression }) {
  const isActive = useEditor(session, (state) => state.activeExpressionId === expression.id);
  const labelSetId = useEditor(session, (state) => state.labelSetId);
  const selected = useEditor(session, (state) => state.selectedTrackIds);
  const answer = session.document.answer(expression.id, session.videoId, labelSetId);
  const objects = session.document
    .objectsOfVideo(session.videoId)
    .filter((object) => session.document.expressionsOfObject(object.id).includes(expression.id))
    .filter((object) =>
      session.document.tracksOfObject(object.id).some((track) => track.labelSetId === labelSetId),
    )
    .toSorted((a, b) => a.number - b.number);

  function selectObject(objectId: string): void {
    const track = session.document.tracksOfObject(objectId).find((each) => each.labelSetId === labelSetId);
    if (!track) return;
    session.editor.setState({ selectedTrackIds: [track.id], activeExpressionId: expression.id });
  }

  return (
    <div className="expression">
      <button
        type="button"
        className="expression-head"
        aria-pressed={isActive}
        onClick={() => session.editor.setState({ activeExpressionId: expression.id })}
      >
        <span className="swatch" style={{ background: objectColours[expression.colour] }} />
        <span className="ellipsis">{expression.text}</span>
        <span className="dim">{answerWords(answer, objects.length)}</span>
      </button>
      {objects.length > 0 && (
        <div className="object-chips">
          {objects.map((object) => (
            <button
              key={object.id}
              type="button"
              className="object-chip"
              style={{ borderColor: colourOf(object.number) }}
              aria-pressed={session.document
                .tracksOfObject(object.id)
                .some((track) => selected.includes(track.id))}
              onClick={() => selectObject(object.id)}
            >
              #{object.number}
              {object.name && ` ${object.name}`}
            </button>
          ))}
        </div>
      )}
      {isActive && (
        <>
          {expression.definition && <div className="expression-definition">{expression.definition}</div>}
          <AnswerRow session={session} expression={expression} answer={answer} />
        </>
      )}
    </div>
  );
}

function answerWords(answer: Answer | undefined, objectCount: number): string {
  const done = answer?.state === 'done' ? ' ✓' : '';
  if (answer?.verdict === 'none') return `none${done}`;
  if (answer?.verdict === 'unsure') return `unsure${done}`;
  return `${answer?.count ?? (objectCount || '–')}${done}`;
}

function AnswerRow({
  session,
  expression,
  answer,
}: {
  session: Session;
  expression: Expression;
  answer: Answer | undefined;
}) {
  const setVerdict = (verdict: Answer['verdict']): void => {
    session.execute({
      kind: 'setAnswer',
      data: {
        answerId: newId(),
        expressionId: expression.id,
        videoId: session.videoId,
        labelSetId: session.editor.getState().labelSetId,
        verdict: answer?.verdict === verdict ? 'open' : verdict,
      },
    });
  };
  return (
    <div className="answer-row" role="group" aria-label={`Answer for ${expression.text}`}>
      <button type="button" aria-pressed={answer?.verdict === 'none'} onClick={() => setVerdict('none')}>
        There are none
      </button>
      <button type="button" aria-pressed={answer?.verdict === 'unsure'} onClick={() => setVerdict('unsure')}>
        Unsure
      </button>
    </div>
  );
}

function AddExpression({ session, count }: { session: Session; count: number }) {
  const [text, setText] = useState('');
  function handleSubmit(event: FormEvent): void {
    event.preventDefault();
    if (text.trim() === '') return;
    const id = newId();
    const isDone = session.execute({
      kind: 'createExpression',
      data: {
        id,
        text: text.trim(),
        definition: '',
        counts: '',
        countsNot: '',
        category: '',
        colour: count % objectColours.length,
        position: count,
        isArchived: false,
      },
    });
    if (!isDone) return;
    session.editor.setState({ activeExpressionId: id });
    setText('');
  }
  return (
    <form className="add-expression" onSubmit={handleSubmit}>
      <input
        type="text"
        aria-label="New expression"
        placeholder="Add: “the red cup”"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <button type="submit" disabled={text.trim() === ''}>
        Add
      </button>
    </form>
  );
}
