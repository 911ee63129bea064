/** Records that follow each other, from one to before another. */
export interface Stretch {
  from: number;
  to: number;
}

/** Tells of one block of records after the other which are kept. */
export class KeptRecords {
  private next = 0;

  /** @param leftOut records of the file, ascending */
  constructor(private readonly leftOut: Int32Array) {}

  /** @param first the block's first record; the stretches are within the block */
  stretches(first: number, count: number): Stretch[] {
    const found: Stretch[] = [];
    let from = 0;
    for (; this.next < this.leftOut.length; this.next++) {
      const row = this.leftOut[this.next]! - first;
      if (row >= count) break;
      if (row > from) found.push({ from, to: row });
      from = row + 1;
    }
    if (from < count) found.push({ from, to: count });
    return found;
  }
}
