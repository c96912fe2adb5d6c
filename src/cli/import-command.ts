import type { Command } from 'commander';
import path from 'node:path';
import type { ImportEvent } from '#api/videos.contract.ts';
import { openOrCreate, openStudio } from './open-studio.ts';

/** `fiducial import PROJECT FILE…`: what the window's import does, without one. Proofs stay pending for the window. */
export function addImport(program: Command): void {
  program
    .command('import')
    .description('import videos and image folders into a project (made when it is not there)')
    .argument('<project>', 'project folder')
    .argument('<file...>', 'video files, or folders of numbered images')
    .option('--rate <fps>', 'frames per second of image folders that do not say', Number)
    .action(async (project: string, files: string[], options: { rate?: number }) => {
      const studio = openStudio();
      try {
        const overview = await openOrCreate(studio.client, project);
        const personId = overview.records.person[0]?.id;
        if (personId === undefined)
          throw new Error(`${project} has no person in it. Open it in the studio first.`);
        const events = await studio.client.videos.import({
          personId,
          paths: files.map((file) => path.resolve(file)),
          imageRate: options.rate ?? null,
        });
        for await (const event of events) report(event);
      } finally {
        studio.close();
      }
    });
}

/** One line or more about one file; anything that did not go in makes the exit code 1. */
function report(event: ImportEvent): void {
  switch (event.kind) {
    case 'imported':
      console.log(`imported ${event.video.name}: ${event.video.frameCount} frames, ${event.video.codec}`);
      for (const notice of event.video.notices) console.log(`  ${notice}`);
      return;
    case 'duplicate':
      console.log(`skipped ${event.path}: “${event.name}” has the same content`);
      return;
    case 'needsRate':
      process.exitCode = 1;
      console.error(`refused ${event.path}: ${event.frameCount} images; say how many per second with --rate`);
      return;
    case 'refused':
      process.exitCode = 1;
      console.error(`refused ${event.path}: ${event.message}`);
      if (event.advice) console.error(`  ${event.advice}`);
      return;
    case 'progress':
  }
}
