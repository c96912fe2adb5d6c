import type { Attribute } from '#domain/records.ts';
import type { AttributeValues } from '#domain/track.ts';

type Value = AttributeValues[string];

interface AttributeFieldsProps {
  attributes: readonly Attribute[];
  values: AttributeValues;
  onChange: (values: AttributeValues) => void;
}

/** The project's attributes of one object, as a list of names and fields. */
export function AttributeFields({ attributes, values, onChange }: AttributeFieldsProps) {
  return attributes.map((attribute) => (
    <AttributeField
      key={attribute.id}
      attribute={attribute}
      value={values[attribute.id]}
      onChange={(value) => {
        const { [attribute.id]: _before, ...others } = values;
        onChange(value === undefined ? others : { ...others, [attribute.id]: value });
      }}
    />
  ));
}

interface AttributeFieldProps {
  attribute: Attribute;
  value: Value | undefined;
  /** Undefined: nothing is said. */
  onChange: (value: Value | undefined) => void;
}

function AttributeField({ attribute, value, onChange }: AttributeFieldProps) {
  return (
    <>
      <dt className="ellipsis" title={attribute.name}>
        {attribute.name}
      </dt>
      <dd>
        {attribute.kind === 'choice' || attribute.kind === 'flag' ? (
          <select
            aria-label={attribute.name}
            value={value === undefined ? '' : String(value)}
            onChange={({ target }) => onChange(chosenValue(attribute, target.value))}
          >
            <option value="">–</option>
            {optionsOf(attribute, value).map(([option, words]) => (
              <option key={option} value={option}>
                {words}
              </option>
            ))}
          </select>
        ) : (
          <input
            key={String(value)}
            type={attribute.kind === 'number' ? 'number' : 'text'}
            step="any"
            aria-label={attribute.name}
            defaultValue={value === undefined ? '' : String(value)}
            onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
            onBlur={({ target }) => {
              const typed = typedValue(attribute, target.value);
              if (typed !== value) onChange(typed);
            }}
          />
        )}
      </dd>
    </>
  );
}

/** The options, and with them a value that is not one of them any more. */
function optionsOf(attribute: Attribute, value: Value | undefined): [option: string, words: string][] {
  if (attribute.kind === 'flag') {
    return [
      ['true', 'yes'],
      ['false', 'no'],
    ];
  }
  const isOld = typeof value === 'string' && !attribute.options.includes(value);
  const options = attribute.options.map((option): [string, string] => [option, option]);
  return isOld ? [...options, [value, `${value} (not an option any more)`]] : options;
}

function chosenValue(attribute: Attribute, text: string): Value | undefined {
  if (text === '') return undefined;
  return attribute.kind === 'flag' ? text === 'true' : text;
}

function typedValue(attribute: Attribute, text: string): Value | undefined {
  if (text.trim() === '') return undefined;
  return attribute.kind === 'number' ? Number(text) : text.trim();
}
