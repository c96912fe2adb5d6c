import { X } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { fileNameOf } from '../ui/format-units.ts';
import type { ImportQuestion } from './import-job.ts';

interface QuestionProps {
  question: ImportQuestion;
  onDismiss: () => void;
  onRate: (rate: number) => void;
  onTranscode: () => void;
}

/** One file that needs a decision, where the person dropped it. */
export function ImportQuestionCard(props: QuestionProps) {
  const { question, onDismiss } = props;
  return (
    <div className={`question ${question.kind}`} role="alert">
      {question.kind === 'refused' && <Refused question={question} onTranscode={props.onTranscode} />}
      {question.kind === 'needsRate' && <NeedsRate question={question} onRate={props.onRate} />}
      {question.kind === 'duplicate' && (
        <p>
          {fileNameOf(question.path)} has the same content as{' '}
          <Link to={`/annotate/${question.videoId}`}>{question.name}</Link>, which is in the project already.
          It was not imported again.
        </p>
      )}
      <button type="button" className="quiet icon" aria-label="Dismiss" onClick={onDismiss}>
        <X size={14} />
      </button>
    </div>
  );
}

function Refused({
  question,
  onTranscode,
}: {
  question: Extract<ImportQuestion, { kind: 'refused' }>;
  onTranscode: () => void;
}) {
  return (
    <>
      <div className="question-text">
        {/* The command stands below, where it can be copied. */}
        <p>
          {question.advice === '' ? question.message : question.message.replace(question.advice, '').trim()}
        </p>
        {question.advice && <code>{question.advice}</code>}
      </div>
      {question.advice && (
        <button type="button" onClick={() => void navigator.clipboard.writeText(question.advice)}>
          Copy the command
        </button>
      )}
      {question.canTranscode && (
        <button type="button" className="primary" onClick={onTranscode}>
          Make a copy
        </button>
      )}
    </>
  );
}

function NeedsRate({
  question,
  onRate,
}: {
  question: Extract<ImportQuestion, { kind: 'needsRate' }>;
  onRate: (rate: number) => void;
}) {
  const [rate, setRate] = useState('25');
  return (
    <form
      className="rate-question"
      onSubmit={(event) => {
        event.preventDefault();
        onRate(Number(rate));
      }}
    >
      <p>
        {fileNameOf(question.path)} holds {question.frameCount} images. How many were taken per second?
      </p>
      <input
        type="number"
        aria-label="Images per second"
        min={0.01}
        max={1000}
        step="any"
        value={rate}
        onChange={(event) => setRate(event.target.value)}
      />
      <button type="submit" className="primary" disabled={!(Number(rate) > 0)}>
        Import
      </button>
    </form>
  );
}
