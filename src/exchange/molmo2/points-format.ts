import { defineFormat } from '../format.ts';
import { pointVideoFolders } from './conventions.ts';
import { molmo2Losses } from './losses.ts';
import { pointOptionsSchema, type PointOptions } from './options.ts';
import { pointColumns, pointRows, type PointRow } from './point-rows.ts';
import { copiesOfRows, preflightRows, previewRows, writeRows, type RowSet } from './row-format.ts';

const rows: RowSet<PointRow, PointOptions> = {
  title: 'Video points (Molmo2-VideoPoint)',
  columns: pointColumns,
  rowsOf: pointRows,
  copyPath: (name, options) => `${pointVideoFolders[options.videoSource]}/${name}_2fps.mp4`,
};

/** Rows of allenai/Molmo2-VideoPoint: one point an object on a grid of two instants a second. */
export const molmo2Points = defineFormat({
  id: 'molmo2-points',
  title: 'Molmo 2 video points',
  options: pointOptionsSchema,
  losses: (source, options) => molmo2Losses(source, options, 'points'),
  preflight: (source, options) => preflightRows(rows, source, options),
  preview: (source, options, limit) => previewRows(rows, source, options, limit),
  write: (source, options, sink) => writeRows(rows, source, options, sink),
  copies: (source, options) => copiesOfRows(rows, source, options),
});
