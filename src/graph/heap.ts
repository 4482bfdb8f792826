/**
 * A min-heap of the items 0 .. capacity - 1, each in it at most once, ordered by key and then by
 * item, so that what comes out never depends on what went in first.
 */
export interface IndexedHeap {
  size: number;
  /** Items in heap order; the first `size` places count. */
  readonly order: Uint32Array;
  /** Where an item is in `order`, or -1. */
  readonly place: Int32Array;
  /** The key of each item; meaningful while it is in the heap. */
  readonly key: Float64Array;
}

/** An empty heap for the items 0 .. `capacity` - 1. O(capacity). */
export function createHeap(capacity: number): IndexedHeap {
  return {
    size: 0,
    order: new Uint32Array(capacity),
    place: new Int32Array(capacity).fill(-1),
    key: new Float64Array(capacity),
  };
}

/**
 * Puts `item` in with `key`, or lowers its key if it is in already; a key that is not lower changes
 * nothing. O(log4 size). Four children a node: half the levels of a binary heap and one cache line
 * of children (Johnson 1975, "Priority queues with update and finding minimum spanning trees").
 */
export function pushOrLower(heap: IndexedHeap, item: number, key: number): void {
  let at = heap.place[item]!;
  if (at < 0) at = heap.size++;
  else if (key >= heap.key[item]!) return;
  heap.key[item] = key;
  siftUp(heap, at, item, key);
}

/** Takes out and returns the item of least key (least item among equals), or -1. O(4 log4 size). */
export function popLeast(heap: IndexedHeap): number {
  if (heap.size === 0) return -1;
  const least = heap.order[0]!;
  heap.place[least] = -1;
  heap.size--;
  if (heap.size > 0) siftDown(heap, heap.order[heap.size]!);
  return least;
}

function siftUp(heap: IndexedHeap, from: number, item: number, itemKey: number): void {
  const { order, place, key } = heap;
  let at = from;
  while (at > 0) {
    const parentAt = (at - 1) >> 2;
    const parent = order[parentAt]!;
    const parentKey = key[parent]!;
    if (parentKey < itemKey || (parentKey === itemKey && parent < item)) break;
    order[at] = parent;
    place[parent] = at;
    at = parentAt;
  }
  order[at] = item;
  place[item] = at;
}

/** Lets `item` sink from the top, whose former item is gone. */
function siftDown(heap: IndexedHeap, item: number): void {
  const { order, place, key, size } = heap;
  const itemKey = key[item]!;
  let at = 0;
  for (;;) {
    const firstAt = 4 * at + 1;
    if (firstAt >= size) break;
    let bestAt = firstAt;
    let best = order[firstAt]!;
    let bestKey = key[best]!;
    const endAt = Math.min(firstAt + 4, size);
    for (let childAt = firstAt + 1; childAt < endAt; childAt++) {
      const child = order[childAt]!;
      const childKey = key[child]!;
      if (childKey < bestKey || (childKey === bestKey && child < best)) {
        bestAt = childAt;
        best = child;
        bestKey = childKey;
      }
    }
    if (itemKey < bestKey || (itemKey === bestKey && item < best)) break;
    order[at] = best;
    place[best] = at;
    at = bestAt;
  }
  order[at] = item;
  place[item] = at;
}
