import { Command } from 'commander';
import { addExport } from './export-command.ts';
import { addImportJson } from './import-json-command.ts';
import { addImport } from './import-command.ts';
import { openStudio } from './open-studio.ts';

/** The command line: `fiducial import PROJECT FILE…`. Ends with exit code 1 and one line on what went wrong. */
const program = new Command('fiducial')
  .description('Label videos with points and tracks; this is the part without a window')
  .version(openStudio().version)
  .showHelpAfterError();

addImport(program);
addExport(program);
addImportJson(program);

try {
  await program.parseAsync();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
