import { expect, test } from 'vitest';
import { formats } from '#exchange/formats.ts';
import { fieldsOf } from '#renderer/src/exports/option-fields.ts';

test('every option of every format has a field, and every choice is one that the format takes', () => {
  for (const format of formats) {
    const defaults = format.options.parse({}) as Record<string, unknown>;
    const fields = fieldsOf(format.id, defaults);
    expect(fields.map((field) => field.name).sort()).toEqual(Object.keys(defaults).sort());
    for (const field of fields) {
      if (field.kind !== 'choice' && field.kind !== 'choices') continue;
      for (const option of Object.keys(field.options)) {
        const value = field.kind === 'choice' ? option : [option];
        expect(format.options.safeParse({ [field.name]: value }).success, `${field.name}: ${option}`).toBe(
          true,
        );
      }
    }
  }
});

test('options of a format that nobody wrote words for are asked by their kind', () => {
  const fields = fieldsOf('other', { maxPoints: 5, isDense: true, note: '', rates: [1], odd: null });
  expect(fields.map(({ name, label, kind }) => [name, label, kind])).toEqual([
    ['maxPoints', 'max points', 'number'],
    ['isDense', 'is dense', 'flag'],
    ['note', 'note', 'text'],
    ['rates', 'rates', 'numbers'],
  ]);
});
