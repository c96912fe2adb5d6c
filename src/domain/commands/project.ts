import { diffRows, insertOf } from '../changes.ts';
import type { EntityName, RecordOf } from '../records.ts';
import { attributeSchema, expressionSchema, personSchema, projectSchema, videoSchema } from '../records.ts';
import { requireRecord, type ProjectReader } from '../reader.ts';
import { defineCommand, type Plan } from './command.ts';
import { requireChanges } from './track-changes.ts';

/** Fields of a record that may be changed, all optional, none undefined on purpose. */
function present<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}

/** A record with some fields set. Throws CommandError: NOT_FOUND, NOTHING_TO_DO. */
function planUpdate<E extends EntityName>(
  reader: ProjectReader,
  entity: E,
  data: { [K in keyof RecordOf<E>]?: RecordOf<E>[K] | undefined } & { id: string },
  label: (before: RecordOf<E>) => string,
): Plan {
  const before = requireRecord(reader, entity, data.id);
  const changes = diffRows(entity, [before], [{ ...before, ...present(data) }]);
  requireChanges(changes, label(before));
  return { changes, label: label(before) };
}

export const createExpression = defineCommand('createExpression', expressionSchema, (_reader, data) => ({
  changes: [insertOf('expression', data)],
  label: `Add expression “${data.text}”`,
}));

export const updateExpression = defineCommand(
  'updateExpression',
  expressionSchema.partial().required({ id: true }),
  (reader, data) => planUpdate(reader, 'expression', data, (before) => `Edit expression “${before.text}”`),
);

export const createAttribute = defineCommand('createAttribute', attributeSchema, (_reader, data) => ({
  changes: [insertOf('attribute', data)],
  label: `Add attribute “${data.name}”`,
}));

export const updateAttribute = defineCommand(
  'updateAttribute',
  attributeSchema.partial().required({ id: true }),
  (reader, data) => planUpdate(reader, 'attribute', data, (before) => `Edit attribute “${before.name}”`),
);

export const createPerson = defineCommand('createPerson', personSchema, (_reader, data) => ({
  changes: [insertOf('person', data)],
  label: `Add ${data.name}`,
}));

export const updatePerson = defineCommand(
  'updatePerson',
  personSchema.partial().required({ id: true }),
  (reader, data) => planUpdate(reader, 'person', data, (before) => `Edit ${before.name}`),
);

export const updateProject = defineCommand(
  'updateProject',
  projectSchema.partial().required({ id: true }),
  (reader, data) => planUpdate(reader, 'project', data, () => 'Change project settings'),
);

/** Name, notes, or taking a video off the list; its labels stay and come back with it. */
export const updateVideo = defineCommand(
  'updateVideo',
  videoSchema.pick({ id: true, name: true, notes: true, isRemoved: true }).partial().required({ id: true }),
  (reader, data) =>
    planUpdate(reader, 'video', data, (before) =>
      data.isRemoved === undefined || data.isRemoved === before.isRemoved
        ? `Edit video “${before.name}”`
        : `${data.isRemoved ? 'Remove' : 'Bring back'} video “${before.name}”`,
    ),
);
