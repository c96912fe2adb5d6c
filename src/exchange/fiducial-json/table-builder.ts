import type { FrameTable } from '#domain/frame-table.ts';
import type { VideoLine } from './lines.ts';

type FrameTableLine = Extract<VideoLine, { kind: 'frameTable' }>;
type FramesLine = Extract<VideoLine, { kind: 'frames' }>;

/** Gathers a frame table from its lines. Grows with what is there, never with what a line claims. */
export interface TableBuilder {
  /** Adds a line's frames; gives the reason where they do not fit. */
  add(line: FramesLine): string | undefined;
  /** The table; undefined where frames are missing. */
  finish(): FrameTable | undefined;
}

export function tableBuilder(head: FrameTableLine): TableBuilder {
  const ticks: number[] = [];
  const durations: number[] = [];
  const decodeOrder: number[] = [];
  const keys: number[] = [];
  return {
    add(line) {
      const count = line.ticks.length;
      if (line.start !== ticks.length) return `the frames should go on at ${ticks.length}, not ${line.start}`;
      if (line.durations.length !== count || line.decodeOrder.length !== count) {
        return 'the columns are not equally long';
      }
      if (line.start + count > head.frameCount) return `there are more than ${head.frameCount} frames`;
      if (line.keys.some((key) => key < line.start || key >= line.start + count)) {
        return 'a key frame is not among the frames of its line';
      }
      for (const tick of line.ticks) {
        if (tick <= (ticks.at(-1) ?? -Infinity))
          return `the timestamp of frame ${ticks.length} does not rise`;
        ticks.push(tick);
      }
      durations.push(...line.durations);
      decodeOrder.push(...line.decodeOrder);
      keys.push(...line.keys);
      return undefined;
    },
    finish() {
      if (ticks.length !== head.frameCount) return undefined;
      const isKey = new Uint8Array(ticks.length);
      for (const key of keys) isKey[key] = 1;
      return {
        builderVersion: head.builderVersion,
        timescale: head.timescale,
        ticks: Float64Array.from(ticks),
        durations: Float64Array.from(durations),
        isKey,
        decodeOrder: Uint32Array.from(decodeOrder),
      };
    },
  };
}
