import { insertOf, updateOf } from '../changes.ts';
import { attributeSchema, expressionSchema, personSchema, projectSchema, videoSchema } from '../records.ts';
import { requireRecord } from '../reader.ts';
import { defineCommand } from './command.ts';

/** Fields of a record that may be changed, all optional, none undefined on purpose. */
function present<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}

export const createExpression = defineCommand('createExpression', expressionSchema, (_reader, data) => ({
  changes: [insertOf('expression', data)],
  label: `Add expression “${data.text}”`,
}));

export const updateExpression = defineCommand(
  'updateExpression',
  expressionSchema.partial().required({ id: true }),
  (reader, data) => {
    const before = requireRecord(reader, 'expression', data.id);
    return {
      changes: [updateOf('expression', before, { ...before, ...present(data) })],
      label: `Edit expression “${before.text}”`,
    };
  },
);

export const createAttribute = defineCommand('createAttribute', attributeSchema, (_reader, data) => ({
  changes: [insertOf('attribute', data)],
  label: `Add attribute “${data.name}”`,
}));

export const updateAttribute = defineCommand(
  'updateAttribute',
  attributeSchema.partial().required({ id: true }),
  (reader, data) => {
    const before = requireRecord(reader, 'attribute', data.id);
    return {
      changes: [updateOf('attribute', before, { ...before, ...present(data) })],
      label: `Edit attribute “${before.name}”`,
    };
  },
);

export const createPerson = defineCommand('createPerson', personSchema, (_reader, data) => ({
  changes: [insertOf('person', data)],
  label: `Add ${data.name}`,
}));

export const updatePerson = defineCommand(
  'updatePerson',
  personSchema.partial().required({ id: true }),
  (reader, data) => {
    const before = requireRecord(reader, 'person', data.id);
    return {
      changes: [updateOf('person', before, { ...before, ...present(data) })],
      label: `Edit ${before.name}`,
    };
  },
);

export const updateProject = defineCommand(
  'updateProject',
  projectSchema.partial().required({ id: true }),
  (reader, data) => {
    const before = requireRecord(reader, 'project', data.id);
    return {
      changes: [updateOf('project', before, { ...before, ...present(data) })],
      label: 'Change project settings',
    };
  },
);

/** Name, notes, or taking a video off the list; its labels stay and come back with it. */
export const updateVideo = defineCommand(
  'updateVideo',
  videoSchema.pick({ id: true, name: true, notes: true, isRemoved: true }).partial().required({ id: true }),
  (reader, data) => {
    const before = requireRecord(reader, 'video', data.id);
    const label = data.isRemoved ? `Remove video “${before.name}”` : `Edit video “${before.name}”`;
    return { changes: [updateOf('video', before, { ...before, ...present(data) })], label };
  },
);
