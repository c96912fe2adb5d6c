import type { Command } from 'commander';
import path from 'node:path';
import type { StudioClient } from '#api/contract.ts';
import type { ExportRequest } from '#api/exports.contract.ts';
import { newId } from '#api/new-id.ts';
import { openStudio } from './open-studio.ts';

interface ExportOptions {
  format: string;
  out: string;
  options?: string;
  check?: boolean;
}

/** `fiducial export PROJECT --format F --out FOLDER`: what is there, saying what is missing. */
export function addExport(program: Command): void {
  program
    .command('export')
    .description('write the labels of a project as a dataset')
    .argument('<project>', 'project folder')
    .requiredOption('--format <id>', 'format: fiducial-json, molmo2-points, molmo2-tracks')
    .requiredOption('--out <folder>', 'new or empty folder, or that of an earlier export')
    .option('--options <json>', 'options of the format, as JSON')
    .option('--check', 'only say what would be written and what would be lost')
    .action(async (project: string, options: ExportOptions) => {
      const studio = openStudio();
      try {
        await studio.client.projects.open({ folder: path.resolve(project) });
        await exportProject(studio.client, options);
      } finally {
        studio.close();
      }
    });
}

async function exportProject(client: StudioClient, options: ExportOptions): Promise<void> {
  const request: ExportRequest = {
    format: options.format,
    options: parseOptions(options.options),
    videoIds: null,
  };
  const check = await client.exports.check(request);
  for (const loss of check.losses) console.error(`not kept: ${loss.count} ${loss.what}`);
  for (const problem of check.problems) {
    const place = [
      problem.video,
      problem.expression,
      problem.frame === null ? null : `frame ${problem.frame}`,
    ];
    console.error(`${problem.kind}: ${place.filter((part) => part !== null).join(', ')}: ${problem.message}`);
  }
  if (options.check) {
    console.log(JSON.stringify(check.counts));
    return;
  }
  console.error('Frame proofs need a decoder: exported from the command line, the manifest has none.');
  const events = await client.exports.run({
    ...request,
    exportId: newId(),
    folder: path.resolve(options.out),
    parts: [],
    proofs: [],
  });
  for await (const event of events) {
    if (event.kind === 'done') console.log(`exported to ${event.folder}: ${JSON.stringify(event.counts)}`);
  }
}

function parseOptions(text: string | undefined): Record<string, unknown> {
  if (text === undefined) return {};
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (error) {
    throw new Error(`--options is not JSON: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}
