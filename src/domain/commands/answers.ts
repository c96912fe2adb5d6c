import { z } from 'zod';
import { normaliseCoverage } from '../answers.ts';
import { diffRows } from '../changes.ts';
import { idSchema } from '../ids.ts';
import { answerSchema, coverageSchema, type Answer } from '../records.ts';
import { CommandError, requireEditableSet, requireRecord } from '../reader.ts';
import { workGridSchema } from '../work-grid.ts';
import { defineCommand } from './command.ts';
import { requireChanges } from './track-changes.ts';

/** Sets what is known of an expression on a video; fields left out stay. Makes the answer where there is none. */
export const setAnswer = defineCommand(
  'setAnswer',
  z.object({
    /** Id for a new answer; ignored where one exists. */
    answerId: idSchema,
    expressionId: idSchema,
    videoId: idSchema,
    labelSetId: idSchema,
    verdict: answerSchema.shape.verdict.optional(),
    count: answerSchema.shape.count.optional(),
    coverage: coverageSchema.optional(),
    coverageGrid: workGridSchema.optional(),
    state: answerSchema.shape.state.optional(),
    notes: z.string().optional(),
  }),
  (reader, data) => {
    const expression = requireRecord(reader, 'expression', data.expressionId);
    requireEditableSet(reader, data.labelSetId);
    const wrong = data.coverage?.find((span) => span.startFrame > span.endFrame);
    if (wrong) {
      const message = `A covered range ends (frame ${wrong.endFrame}) before it starts (frame ${wrong.startFrame}).`;
      throw new CommandError('NOT_ALLOWED', message);
    }
    const before = reader.answer(data.expressionId, data.videoId, data.labelSetId);
    const base: Answer = before ?? {
      id: data.answerId,
      expressionId: data.expressionId,
      videoId: data.videoId,
      labelSetId: data.labelSetId,
      verdict: 'open',
      count: null,
      coverage: [],
      coverageGrid: { kind: 'every' },
      state: 'open',
      notes: '',
    };
    const after: Answer = {
      ...base,
      verdict: data.verdict ?? base.verdict,
      count: data.count === undefined ? base.count : data.count,
      coverage: data.coverage ? normaliseCoverage(data.coverage) : base.coverage,
      coverageGrid: data.coverageGrid ?? base.coverageGrid,
      state: data.state ?? base.state,
      notes: data.notes ?? base.notes,
    };
    const label = `Answer “${expression.text}”: ${after.verdict}`;
    const changes = diffRows('answer', before ? [before] : [], [after]);
    requireChanges(changes, label);
    return { changes, label };
  },
);
