/** Seeded numbers for generated pictures: the same seed gives the same clip on every machine. */

/** A number in [0, 1) that depends only on the seed and two whole numbers. */
export function hashNumber(seed: number, x: number, y: number): number {
  let bits = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ Math.imul(seed + 1, 0x9e3779b1);
  bits = Math.imul(bits ^ (bits >>> 15), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return ((bits ^ (bits >>> 16)) >>> 0) / 2 ** 32;
}

/** A generator of numbers in [0, 1). */
export function randomNumbers(seed: number): () => number {
  let count = 0;
  return () => hashNumber(seed, count++, 0x51ed);
}

/** A generator of normally distributed numbers (mean 0, deviation 1). */
export function normalNumbers(seed: number): () => number {
  const next = randomNumbers(seed);
  let spare: number | undefined;
  return () => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - next()));
    const angle = 2 * Math.PI * next();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}
