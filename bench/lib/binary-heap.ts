/** What the event queue is compared with: the binary heap of a textbook, in the same language. */

type Entry = { time: number; order: number; value: number };

export class BinaryHeap {
  readonly #entries: Entry[] = [];

  push(time: number, order: number, value: number): void {
    const entries = this.#entries;
    let slot = entries.push({ time, order, value }) - 1;
    while (slot > 0) {
      const parent = (slot - 1) >> 1;
      if (!isBefore(entries[slot], entries[parent])) break;
      [entries[slot], entries[parent]] = [entries[parent], entries[slot]];
      slot = parent;
    }
  }

  pop(): Entry | undefined {
    const entries = this.#entries;
    const first = entries[0];
    const last = entries.pop();
    if (last === undefined || entries.length === 0) return first;
    entries[0] = last;
    for (let slot = 0; ;) {
      let least = slot;
      for (const child of [2 * slot + 1, 2 * slot + 2]) {
        if (child < entries.length && isBefore(entries[child], entries[least])) least = child;
      }
      if (least === slot) return first;
      [entries[slot], entries[least]] = [entries[least], entries[slot]];
      slot = least;
    }
  }
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.time < b.time || (a.time === b.time && a.order < b.order);
}
