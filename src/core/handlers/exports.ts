import { implement } from '@orpc/server';
import { exportsContract } from '#api/exports.contract.ts';
import { formats } from '#exchange/formats.ts';
import { checkExport, listCopies, runExport } from '../export/run-export.ts';
import type { Studio } from '../studio.ts';

const os = implement(exportsContract).$context<{ studio: Studio }>();

export const exports = os.router({
  formats: os.formats.handler(() =>
    formats.map((format) => ({
      id: format.id,
      title: format.title,
      options: format.options.parse({}) as Record<string, unknown>,
    })),
  ),
  check: os.check.handler(({ input, context }) => checkExport(context.studio, input)),
  copies: os.copies.handler(({ input, context }) => listCopies(context.studio, input)),
  run: os.run.handler(({ input, context, signal }) => runExport(context.studio, input, signal)),
});
