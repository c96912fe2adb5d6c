/**
 * Twelve colours that stay apart for people with any common colour blindness, on dark pictures and light
 * (Okabe and Ito 2008 for the first seven, Tol 2021 "muted" for the rest). Shape varies after twelve, never colour alone.
 */
export const objectColours = [
  '#e69f00',
  '#56b4e9',
  '#009e73',
  '#f0e442',
  '#0072b2',
  '#d55e00',
  '#cc79a7',
  '#88ccee',
  '#ddcc77',
  '#cc6677',
  '#44aa99',
  '#aa4499',
] as const;

/** The colour of an object by its display number. */
export function colourOf(number: number): string {
  return objectColours[(number - 1) % objectColours.length] ?? objectColours[0];
}

/** Which of the marker shapes an object gets: ring, square, diamond, triangle, changing every twelve objects. */
export function markShapeOf(number: number): 'ring' | 'square' | 'diamond' | 'triangle' {
  const shapes = ['ring', 'square', 'diamond', 'triangle'] as const;
  return shapes[Math.floor((number - 1) / objectColours.length) % shapes.length] ?? 'ring';
}

/** Tints of proposers, apart from the object colours: proposals are drawn in their run's tint. */
const tints = ['#ff8ad8', '#8affc1', '#b9a3ff', '#ffd28a', '#8ae9ff', '#ff9a8a'] as const;

/** The tint of a run by its place among the project's run label sets. */
export function tintOf(index: number): string {
  return tints[index % tints.length] ?? tints[0];
}
