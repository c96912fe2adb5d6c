import { useState } from 'react';
import { useStudioState } from '../app/studio-context.ts';
import type { OptionField } from './option-fields.ts';

type Options = Readonly<Record<string, unknown>>;

interface OptionFormProps {
  fields: readonly OptionField[];
  options: Options;
  onChange: (options: Options) => void;
}

/** A format's options as fields. */
export function OptionForm({ fields, options, onChange }: OptionFormProps) {
  return fields.map((field) => (
    <OptionInput
      key={field.name}
      field={field}
      value={options[field.name]}
      onChange={(value) => onChange({ ...options, [field.name]: value })}
    />
  ));
}

interface OptionInputProps {
  field: OptionField;
  value: unknown;
  onChange: (value: unknown) => void;
}

function OptionInput({ field, value, onChange }: OptionInputProps) {
  switch (field.kind) {
    case 'flag':
      return (
        <label className="choice">
          <input
            type="checkbox"
            checked={value === true}
            onChange={(event) => onChange(event.target.checked)}
          />
          {field.label}
        </label>
      );
    case 'choice':
      return (
        <label className="field">
          {field.label}
          <select value={String(value)} onChange={(event) => onChange(event.target.value)}>
            {Object.entries(field.options).map(([option, words]) => (
              <option key={option} value={option}>
                {words}
              </option>
            ))}
          </select>
        </label>
      );
    case 'choices':
      return <Choices field={field} chosen={asList(value)} onChange={onChange} />;
    case 'labelSets':
      return <LabelSets field={field} value={value} onChange={onChange} />;
    case 'number':
    case 'numbers':
    case 'text':
      return <TextOption field={field} value={value} onChange={onChange} />;
  }
}

function asList(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function Choices({
  field,
  chosen,
  onChange,
}: {
  field: Extract<OptionField, { kind: 'choices' }>;
  chosen: readonly string[];
  onChange: (value: unknown) => void;
}) {
  return (
    <fieldset className="choices inline">
      <legend>{field.label}</legend>
      {Object.entries(field.options).map(([option, words]) => {
        const isChosen = chosen.includes(option);
        return (
          <label key={option} className="choice">
            <input
              type="checkbox"
              checked={isChosen}
              // The last one stays: none would be an export of nothing.
              disabled={isChosen && chosen.length === 1}
              onChange={() =>
                onChange(
                  Object.keys(field.options).filter((each) =>
                    each === option ? !isChosen : chosen.includes(each),
                  ),
                )
              }
            />
            {words}
          </label>
        );
      })}
    </fieldset>
  );
}

/** Which label sets go out; the main one where nothing is said. */
function LabelSets({ field, value, onChange }: OptionInputProps) {
  const sets = useStudioState((state) => state.overview?.records.labelSet) ?? [];
  const shown = sets.filter((set) => set.isShown && set.kind !== 'run');
  if (shown.length < 2) return null;
  const main = shown.filter((set) => set.kind === 'main').map((set) => set.id);
  const chosen = Array.isArray(value) ? asList(value) : main;
  return (
    <Choices
      field={{
        ...field,
        kind: 'choices',
        options: Object.fromEntries(shown.map((set) => [set.id, set.name])),
      }}
      chosen={chosen}
      onChange={onChange}
    />
  );
}

/** Text, a number, or several; what cannot be read is said here and not handed on. */
function TextOption({
  field,
  value,
  onChange,
}: {
  field: Extract<OptionField, { kind: 'number' | 'numbers' | 'text' }>;
  value: unknown;
  onChange: (value: unknown) => void;
}) {
  const [text, setText] = useState(textOf(value));
  const [problem, setProblem] = useState('');

  function handle(typed: string): void {
    setText(typed);
    const read = parse(field, typed);
    setProblem(read === undefined ? (field.kind === 'text' ? 'Needed' : 'Not a number') : '');
    if (read !== undefined) onChange(read.value);
  }

  return (
    <label className="field">
      <span>
        {field.label} {field.hint && <span className="dim">({field.hint})</span>}
      </span>
      <input
        type="text"
        inputMode={field.kind === 'text' ? 'text' : 'decimal'}
        value={text}
        placeholder={field.kind === 'number' ? field.placeholder : undefined}
        aria-invalid={problem !== ''}
        onChange={(event) => handle(event.target.value)}
      />
      {problem && (
        <span role="alert" className="problem">
          {problem}
        </span>
      )}
    </label>
  );
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.join(', ');
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function parse(
  field: Extract<OptionField, { kind: 'number' | 'numbers' | 'text' }>,
  text: string,
): { value: unknown } | undefined {
  if (field.kind === 'text') return text.trim() === '' ? undefined : { value: text };
  if (field.kind === 'number' && text.trim() === '') return field.isOptional ? { value: null } : undefined;
  const numbers = text
    .split(/[\s,;]+/)
    .filter((part) => part !== '')
    .map(Number);
  if (numbers.length === 0 || numbers.some((number) => !Number.isFinite(number))) return undefined;
  return { value: field.kind === 'number' ? numbers[0] : numbers };
}
