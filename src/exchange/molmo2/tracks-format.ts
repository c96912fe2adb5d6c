import { defineFormat } from '../format.ts';
import { molmo2Losses } from './losses.ts';
import { trackOptionsSchema, type TrackOptions } from './options.ts';
import { copiesOfRows, preflightRows, previewRows, writeRows, type RowSet } from './row-format.ts';
import { trackColumns, trackRows, type TrackRow } from './track-rows.ts';

const rows: RowSet<TrackRow, TrackOptions> = {
  title: 'Video tracks (molmo2-track-instruction)',
  columns: trackColumns,
  rowsOf: trackRows,
  copyPath: (name) => `train/videos/${name}.mp4`,
};

/** Rows of allenai/molmo2-track-instruction: trajectories in pixels on a whole frame rate. */
export const molmo2Tracks = defineFormat({
  id: 'molmo2-tracks',
  title: 'Molmo 2 video tracks',
  options: trackOptionsSchema,
  losses: (source, options) => molmo2Losses(source, options, 'tracks'),
  preflight: (source, options) => preflightRows(rows, source, options),
  preview: (source, options, limit) => previewRows(rows, source, options, limit),
  write: (source, options, sink) => writeRows(rows, source, options, sink),
  copies: (source, options) => copiesOfRows(rows, source, options),
});
