import type { Command } from 'commander';
import path from 'node:path';
import { openStudio } from './open-studio.ts';

/** `fiducial import-json EXPORT PROJECT`: a Fiducial JSON export becomes a project again. */
export function addImportJson(program: Command): void {
  program
    .command('import-json')
    .description('make a project of a Fiducial JSON export')
    .argument('<export>', 'folder that was exported as fiducial-json')
    .argument('<project>', 'folder of the new project')
    .option('--media <folder>', 'look for the videos below this folder')
    .action(async (from: string, folder: string, options: { media?: string }) => {
      const studio = openStudio();
      try {
        const overview = await studio.client.projects.importJson({
          from: path.resolve(from),
          folder: path.resolve(folder),
          mediaFolder: options.media === undefined ? null : path.resolve(options.media),
        });
        console.log(`made ${overview.folder}: ${overview.records.video.length} videos`);
        if (overview.missing.length > 0) {
          console.log(`${overview.missing.length} videos are not where they were; relink them in the studio`);
        }
      } finally {
        studio.close();
      }
    });
}
