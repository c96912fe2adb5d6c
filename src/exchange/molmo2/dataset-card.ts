/** README.md of a data set folder: its front matter is what Hugging Face `datasets` reads configurations from. */
export function datasetCard(
  title: string,
  configs: readonly string[],
  files: readonly ('parquet' | 'jsonl')[],
  pathOf: (config: string, extension: 'parquet' | 'jsonl') => string,
): string {
  const extension = files.includes('parquet') ? 'parquet' : 'jsonl';
  const listed = configs.map(
    (config) =>
      `- config_name: ${JSON.stringify(config)}\n  data_files:\n  - split: train\n    path: ${JSON.stringify(pathOf(config, extension))}\n`,
  );
  const frontMatter = configs.length === 0 ? 'configs: []\n' : `configs:\n${listed.join('')}`;
  return `---\n${frontMatter}---\n\n# ${title}\n\nWritten by Fiducial. Conventions: docs/formats.md of Fiducial. \`index-maps/\` says which source frame each frame of a training copy shows.\n`;
}
