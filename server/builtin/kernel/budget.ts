export interface Held {
  bytes: number;
  forget(): void;
}

/** The byte budget that the stores of one process share; what was used longest ago goes first. */
export class KernelBudget {
  private readonly held = new Set<Held>();
  private bytes = 0;

  /** @param onRelease told how many bytes nobody keeps any more */
  constructor(
    readonly maxBytes: number,
    private readonly onRelease?: (bytes: number) => void,
  ) {}

  take(item: Held): void {
    this.held.add(item);
    this.bytes += item.bytes;
    for (const oldest of this.held) {
      if (this.bytes <= this.maxBytes || oldest === item) return;
      this.release(oldest);
      oldest.forget();
    }
  }

  use(item: Held): void {
    if (this.held.delete(item)) this.held.add(item);
  }

  release(item: Held): void {
    if (!this.held.delete(item)) return;
    this.bytes -= item.bytes;
    this.onRelease?.(item.bytes);
  }

  get used(): number {
    return this.bytes;
  }
}
