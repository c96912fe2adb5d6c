/** Something that a person put in an order. */
export interface Placed {
  id: string;
  position: number;
}

export function inOrder<T extends Placed>(items: readonly T[]): T[] {
  return items.toSorted((a, b) => a.position - b.position);
}

/** A position after all others. */
export function lastPosition(items: readonly Placed[]): number {
  return items.reduce((last, item) => Math.max(last, item.position), -1) + 1;
}

/**
 * The position that moves an item one place up (-1) or down (1): between its new neighbours, so that nothing else
 * has to move. Undefined at the end of the list.
 */
export function movedPosition(items: readonly Placed[], id: string, direction: 1 | -1): number | undefined {
  const sorted = inOrder(items);
  const index = sorted.findIndex((item) => item.id === id);
  const passed = sorted[index + direction];
  if (index < 0 || !passed) return undefined;
  const beyond = sorted[index + 2 * direction];
  return beyond ? (passed.position + beyond.position) / 2 : passed.position + direction;
}
