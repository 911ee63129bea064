import type { BufferedFile } from "./buffered-file";
import type { FileCopy } from "./file-copy";

/** Bytes that are to be written: stretches of a file, and other bytes between them. */
export class Splices {
  /** In turn: where a stretch begins, where it ends, how many of the other bytes follow it. */
  private readonly steps: number[] = [];
  private used = 0;

  private readonly others: Buffer;

  /** @param most other bytes there may be */
  constructor(most: number) {
    this.others = Buffer.allocUnsafe(most);
  }

  keep(from: number, to: number): void {
    if (from < to) this.steps.push(from, to, 0);
  }

  put(bytes: Buffer): void {
    if (this.steps.length === 0) this.steps.push(0, 0, 0);
    this.others.set(bytes, this.used);
    this.used += bytes.length;
    this.steps[this.steps.length - 1]! += bytes.length;
  }

  get length(): number {
    let kept = 0;
    for (let i = 0; i < this.steps.length; i += 3) kept += this.steps[i + 1]! - this.steps[i]!;
    return kept + this.used;
  }

  async write(copy: FileCopy, into: BufferedFile): Promise<void> {
    let at = 0;
    for (let i = 0; i < this.steps.length; i += 3) {
      await copy.copy(this.steps[i]!, this.steps[i + 1]!);
      const end = at + this.steps[i + 2]!;
      if (at < end) await into.write(this.others.subarray(at, end));
      at = end;
    }
  }
}
