/** One line of a benchmark's report: what was measured, against which baseline in the same run, and the bar. */
export interface Row {
  name: string;
  group: string;
  /** What the studio does, in `unit`. */
  ours: number;
  /** What the baseline does in the same run, in `unit`; 0 where the bar is absolute. */
  baseline: number;
  /** How many times better than the baseline; 0 where there is none. */
  ratio: number;
  /** The bar in words, such as `ratio >= 20` or `<= 16.7 ms`. */
  bar: string;
  result: 'pass' | 'short';
  unit?: string;
}
