/** At most `count` frames of a video, spread evenly, its first and last among them; rising, none twice. */
export function spreadFrames(frameCount: number, count: number): number[] {
  const last = frameCount - 1;
  const frames = Array.from({ length: count }, (_, k) =>
    Math.round(count > 1 ? (k * last) / (count - 1) : 0),
  );
  return [...new Set(frames)];
}
