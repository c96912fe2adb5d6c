import type { PictureSettings } from '../state/editor-state.ts';

/** What each setting may be. */
export const pictureRanges: Record<keyof PictureSettings, { least: number; most: number }> = {
  brightness: { least: -1, most: 1 },
  contrast: { least: 0, most: 3 },
  gamma: { least: 0.2, most: 5 },
};

export const neutralPicture: PictureSettings = { brightness: 0, contrast: 1, gamma: 1 };

export function isNeutral({ brightness, contrast, gamma }: PictureSettings): boolean {
  return brightness === 0 && contrast === 1 && gamma === 1;
}

/**
 * What each input level becomes, as 64 evenly spaced points on 0..1: contrast about the middle grey, then brightness,
 * then gamma. One table for an SVG transfer function, so that the compositor does the work.
 */
export function toneTable({ brightness, contrast, gamma }: PictureSettings): number[] {
  const points = 64;
  return Array.from({ length: points }, (_, index) => {
    const level = index / (points - 1);
    const lit = (level - 0.5) * contrast + 0.5 + brightness;
    return Math.min(Math.max(lit, 0), 1) ** (1 / gamma);
  });
}
