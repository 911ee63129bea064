import { BYTES } from "./fingerprints-wasm";
import { loopMemory } from "./loop-memory";
import { CHUNK_ROWS } from "./tap";

/** Hashes of which one half meets are looked at one by one, up to so many. */
const MOST_MEETINGS = 10_000;
/** The leading 9 bits of a hash choose a part: it fits into the processor's cache. */
const PARTS = 2 ** 9;
const HASH_BYTES = 8;
const WORD_BYTES = 4;

/** `fingerprints.wat`. */
interface Loops {
  add(hashes: number, count: number, valid: number, next: number, end: number): number;
  compare(
    from: number,
    to: number,
    slots: number,
    mask: number,
    others: number,
    otherSlots: number,
    again: number,
  ): [different: number, end: number];
}

/** Where what lies in the memory of the loops. */
function placesOf(capacity: number) {
  let end = 0;
  const place = (bytes: number) => {
    const start = end;
    end += Math.ceil(bytes / HASH_BYTES) * HASH_BYTES;
    return start;
  };
  const slots = 2 ** Math.ceil(Math.log2(capacity * 2));
  return {
    mask: slots - 1,
    hashes: place(CHUNK_ROWS * HASH_BYTES),
    valid: place(CHUNK_ROWS / 8),
    next: place(PARTS * WORD_BYTES),
    end: place(PARTS * WORD_BYTES),
    slots: place(slots * WORD_BYTES),
    others: place((capacity + 1) * WORD_BYTES),
    otherSlots: place((slots / 2) * WORD_BYTES),
    again: place((capacity + 1) * WORD_BYTES),
    kept: place(capacity * PARTS * HASH_BYTES),
    bytes: end,
  };
}

/** Different values spread evenly; a part that overflows has many equal ones. */
function capacityFor(rows: number): number {
  const each = rows / PARTS;
  return Math.ceil(each + 6 * Math.sqrt(each) + 16);
}

let compiled: WebAssembly.Module | undefined;

/** Hashes of values, sorted into parts; in memory of their own, which is collected with them. */
export class Fingerprints {
  count = 0;
  /** False where many of the values are equal. */
  hasRoom = true;
  private readonly loops: Loops;
  private allValid = false;

  /** @returns null where a system does not give so much memory at once */
  static of(rows: number): Fingerprints | null {
    const capacity = capacityFor(rows);
    const at = placesOf(capacity);
    const memory = loopMemory(at.bytes);
    return memory && new Fingerprints(capacity, at, memory);
  }

  private constructor(
    private readonly capacity: number,
    private readonly at: ReturnType<typeof placesOf>,
    private readonly memory: WebAssembly.Memory,
  ) {
    compiled ??= new WebAssembly.Module(Buffer.from(BYTES, "base64"));
    const { exports } = new WebAssembly.Instance(compiled, { env: { memory: this.memory } });
    this.loops = exports as unknown as Loops;
    const [next, end] = [this.words(this.at.next), this.words(this.at.end)];
    for (let part = 0; part < PARTS; part++) {
      next[part] = this.startOf(part);
      end[part] = this.startOf(part + 1);
    }
  }

  /** Memory it takes. */
  static bytes(rows: number): number {
    return rows * 8.3;
  }

  /**
   * @param hashes of 8 bytes each, those of a chunk at most
   * @param valid a bit for each, 0 for those to be left out; null for none of them
   */
  add(hashes: Uint8Array, valid: Uint8Array | null): void {
    const { at } = this;
    const all = new Uint8Array(this.memory.buffer);
    all.set(hashes, at.hashes);
    if (valid) all.set(valid, at.valid);
    else if (!this.allValid) all.fill(255, at.valid, at.valid + CHUNK_ROWS / 8);
    this.allValid = valid === null;
    const added = this.loops.add(at.hashes, hashes.length / HASH_BYTES, at.valid, at.next, at.end);
    this.count += Math.max(added, 0);
    this.hasRoom &&= added >= 0;
  }

  /** How many hashes occur once, and those that occur several times; null where these are too many. */
  compare(): { once: number; several: bigint[] } | null {
    if (!this.hasRoom) return null;
    const several = new Set<bigint>();
    let different = 0;
    for (let part = 0; part < PARTS; part++) {
      const [found, again] = this.compareHalves(part);
      different += found;
      if (again.size > MOST_MEETINGS) return null;
      for (const half of again) different += this.tellApart(part, half, several);
      if (several.size > MOST_MEETINGS) return null;
    }
    return { once: different - several.size, several: [...several] };
  }

  /** @returns how many different lower halves there are, made odd, and those that occur several times */
  private compareHalves(part: number): [number, Set<number>] {
    const { at } = this;
    const [from, to] = [this.startOf(part), this.endOf(part)];
    const [found, end] = this.loops.compare(from, to, at.slots, at.mask, at.others, at.otherSlots, at.again);
    return [found, new Set(this.words(at.again, end))];
  }

  /**
   * Looks at whole hashes of one half.
   * @param several takes those that occur several times
   * @returns how many more different ones there are
   */
  private tellApart(part: number, half: number, several: Set<bigint>): number {
    const kept = this.words(this.startOf(part), this.endOf(part));
    const met = new Set<bigint>();
    for (let place = 0; place < kept.length; place += 2) {
      const low = kept[place] as number;
      if ((low | 1) >>> 0 !== half) continue;
      const hash = (BigInt(kept[place + 1] as number) << 32n) | BigInt(low);
      if (met.has(hash)) several.add(hash);
      met.add(hash);
    }
    return met.size - 1;
  }

  private startOf(part: number): number {
    return this.at.kept + part * this.capacity * HASH_BYTES;
  }

  private endOf(part: number): number {
    return this.words(this.at.next)[part] as number;
  }

  private words(from: number, to = this.at.bytes): Uint32Array {
    return new Uint32Array(this.memory.buffer, from, (to - from) / WORD_BYTES);
  }
}
