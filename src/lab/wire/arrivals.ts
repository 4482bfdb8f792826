/** What is under way, the next to arrive first; among equals the one that left first. A binary heap. */
export interface Arrivals<T> {
  /** O(log n). */
  add(atUs: number, what: T): void;
  /** When the next one arrives; undefined when nothing is under way. */
  nextUs(): number | undefined;
  /** Takes out the next one if it has arrived by then. O(log n). */
  take(nowUs: number): T | undefined;
}

interface Entry<T> {
  readonly atUs: number;
  readonly order: number;
  readonly what: T;
}

/** Nothing under way. */
export function arrivals<T>(): Arrivals<T> {
  const heap: Entry<T>[] = [];
  let order = 0;
  const before = (a: Entry<T>, b: Entry<T>) =>
    a.atUs < b.atUs || (a.atUs === b.atUs && a.order < b.order);
  const swap = (i: number, j: number) => {
    [heap[i], heap[j]] = [heap[j]!, heap[i]!];
  };
  return {
    add(atUs, what) {
      heap.push({ atUs, order: order++, what });
      for (let at = heap.length - 1; at > 0;) {
        const parent = (at - 1) >> 1;
        if (!before(heap[at]!, heap[parent]!)) break;
        swap(at, parent);
        at = parent;
      }
    },
    nextUs: () => heap[0]?.atUs,
    take(nowUs) {
      const first = heap[0];
      if (first === undefined || first.atUs > nowUs) return undefined;
      const last = heap.pop()!;
      if (heap.length === 0) return first.what;
      heap[0] = last;
      for (let at = 0; ;) {
        let least = at;
        for (const child of [2 * at + 1, 2 * at + 2]) {
          if (child < heap.length && before(heap[child]!, heap[least]!)) least = child;
        }
        if (least === at) break;
        swap(at, least);
        at = least;
      }
      return first.what;
    },
  };
}
