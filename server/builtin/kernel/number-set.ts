/** Different whole numbers from 1 on, a bit each. 0 stands for none. */
export class NumberSet {
  size = 0;
  /** No number lay beyond the limit. */
  isWhole = true;
  private readonly bits: Int32Array;

  /** @param limit what numbers are less than; a multiple of 32 */
  constructor(private readonly limit: number) {
    this.bits = new Int32Array(limit / 32);
  }

  add(numbers: Uint32Array): void {
    const { bits, limit } = this;
    let fresh = 0;
    for (let i = 0; i < numbers.length; i++) {
      const number = numbers[i] as number;
      if (number >= limit) {
        this.isWhole = false;
        continue;
      }
      const word = bits[number >>> 5] as number;
      const bit = 1 << (number & 31);
      if ((word & bit) !== 0 || number === 0) continue;
      bits[number >>> 5] = word | bit;
      fresh++;
    }
    this.size += fresh;
  }
}
