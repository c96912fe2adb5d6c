/** How an option of a format is asked for. */
export type OptionField = { name: string; label: string; hint?: string } & (
  | { kind: 'choice'; options: Readonly<Record<string, string>> }
  | { kind: 'choices'; options: Readonly<Record<string, string>> }
  | { kind: 'flag' }
  | { kind: 'number'; placeholder?: string; isOptional: boolean }
  | { kind: 'numbers' }
  | { kind: 'text' }
  | { kind: 'labelSets' }
);

const selection: OptionField[] = [
  { name: 'labelSetIds', label: 'Label sets', kind: 'labelSets' },
  {
    name: 'openAnswers',
    label: 'Answers that are not done',
    kind: 'choice',
    options: { skip: 'Leave out', include: 'Take as if they were complete' },
  },
  {
    name: 'staleFlow',
    label: 'Flow that is out of date',
    kind: 'choice',
    options: { refuse: 'Leave the row out', interpolate: 'Export the interpolation' },
  },
  { name: 'includeProposed', label: 'Also proposals that nobody has accepted', kind: 'flag' },
  {
    name: 'files',
    label: 'Files',
    kind: 'choices',
    options: { parquet: 'Parquet', jsonl: 'JSON Lines' },
  },
];

const categories = [
  'action_or_event',
  'animal',
  'anomaly',
  'comparative reference',
  'indirect reference',
  'object',
  'referring expression',
  'spatial reference',
];

const fieldsByFormat: Record<string, OptionField[]> = {
  'fiducial-json': [],
  'molmo2-points': [
    {
      name: 'clock',
      label: 'Clock',
      kind: 'choice',
      options: {
        'two-fps-copy': 'Training copies at two frames per second',
        source: 'The source’s own timestamps',
      },
    },
    { name: 'question', label: 'Question', hint: '{label} stands for the expression', kind: 'text' },
    {
      name: 'category',
      label: 'Category where the expression has none of Ai2’s',
      kind: 'choice',
      options: Object.fromEntries(categories.map((category) => [category, category.replaceAll('_', ' ')])),
    },
    {
      name: 'videoSource',
      label: 'Folder that the loader looks in',
      kind: 'choice',
      options: { generated: 'generated_videos', youtube: 'youtube-cc', MammalNet: 'MammalNet' },
    },
    ...selection,
  ],
  'molmo2-tracks': [
    {
      name: 'clock',
      label: 'Clock',
      kind: 'choice',
      options: {
        'constant-copy': 'Training copies at a constant rate',
        source: 'The source’s own, where it is a whole rate',
      },
    },
    {
      name: 'copyFps',
      label: 'Frames per second of the copies',
      kind: 'number',
      placeholder: 'the rate that loses no frame',
      isOptional: true,
    },
    {
      name: 'tasks',
      label: 'Tasks',
      kind: 'choices',
      options: {
        track: 'Track',
        ground: 'Ground',
        // Ai2's name of the task.
        single_point_track: 'Single point track',
      },
    },
    {
      name: 'samplingFps',
      label: 'Sampling rates',
      hint: 'one row for each, 1 to 10 per second',
      kind: 'numbers',
    },
    {
      name: 'frames',
      label: 'Frames in a row',
      kind: 'choice',
      options: { sampled: 'Of the sampling grid', keyframes: 'With a keyframe', every: 'Every one' },
    },
    {
      name: 'unlabelled',
      label: 'Unlabelled frames',
      kind: 'choice',
      options: { refuse: 'Leave the row out', omit: 'Leave those frames out of it' },
    },
    { name: 'videoDataset', label: 'Value of video_dataset', kind: 'text' },
    ...selection,
  ],
};

/** The fields of a format's options; those nobody wrote words for are asked by the kind of their default. */
export function fieldsOf(formatId: string, defaults: Readonly<Record<string, unknown>>): OptionField[] {
  const known = fieldsByFormat[formatId] ?? [];
  const rest = Object.entries(defaults)
    .filter(([name]) => !known.some((field) => field.name === name))
    .map(([name, value]) => plainField(name, value))
    .filter((field) => field !== undefined);
  return [...known.filter((field) => field.name in defaults), ...rest];
}

function plainField(name: string, value: unknown): OptionField | undefined {
  const label = name.replaceAll(/([A-Z])/g, ' $1').toLowerCase();
  if (typeof value === 'boolean') return { name, label, kind: 'flag' };
  if (typeof value === 'number') return { name, label, kind: 'number', isOptional: false };
  if (typeof value === 'string') return { name, label, kind: 'text' };
  const isNumbers = Array.isArray(value) && value.every((each) => typeof each === 'number');
  return isNumbers ? { name, label, kind: 'numbers' } : undefined;
}
