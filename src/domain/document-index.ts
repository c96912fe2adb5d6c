/**
 * Members by what they refer to, with each owner's list kept until something in it changes: the same array means
 * the same content. Lists are sorted by key, so that memory and SQLite agree on the order.
 */
export class DocumentIndex<T> {
  readonly #keys = new Map<string, Set<string>>();
  readonly #lists = new Map<string, readonly T[]>();
  readonly #load: (key: string) => T | undefined;

  constructor(load: (key: string) => T | undefined) {
    this.#load = load;
  }

  add(owner: string, key: string): void {
    const keys = this.#keys.get(owner) ?? new Set<string>();
    this.#keys.set(owner, keys.add(key));
    this.#lists.delete(owner);
  }

  remove(owner: string, key: string): void {
    const keys = this.#keys.get(owner);
    keys?.delete(key);
    if (keys?.size === 0) this.#keys.delete(owner);
    this.#lists.delete(owner);
  }

  list(owner: string): readonly T[] {
    const known = this.#lists.get(owner);
    if (known) return known;
    const list = [...(this.#keys.get(owner) ?? [])]
      .sort()
      .map(this.#load)
      .filter((value) => value !== undefined);
    this.#lists.set(owner, list);
    return list;
  }
}
