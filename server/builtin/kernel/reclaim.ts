/** So much may lie about that nobody holds any more. */
const MOST_BYTES = 64 * 1024 * 1024;
/** Until then clicks under way hold on to what was dropped. */
const DELAY_MS = 1_000;

/**
 * Has garbage collected when enough was dropped. Nobody else would: the collector counts what it could free, and
 * memory that threads share is not counted as any thread's.
 */
export class Reclaim {
  private bytes = 0;
  private timer: NodeJS.Timeout | undefined;

  /** @param collect gives memory back that nobody holds */
  constructor(
    private readonly collect: () => void,
    private readonly delayMs = DELAY_MS,
  ) {}

  dropped(bytes: number): void {
    this.bytes += bytes;
    if (this.bytes < MOST_BYTES || this.timer) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.bytes = 0;
      this.collect();
    }, this.delayMs);
    this.timer.unref();
  }
}
