/** So much may lie about that nobody holds any more. */
const MOST_BYTES = 64 * 1024 * 1024;
/** Until then clicks under way hold on to what was dropped. */
const DELAY_MS = 1_000;

/**
 * Has garbage collected when enough was dropped. Nobody else would: a thread's collector begins when its own memory
 * has grown, and leaves out of that what threads share.
 */
export class Reclaim {
  private bytes = 0;
  private timer: NodeJS.Timeout | undefined;

  /** @param collect gives memory back that nobody holds */
  constructor(private readonly collect: () => void) {}

  dropped(bytes: number): void {
    this.bytes += bytes;
    if (this.bytes < MOST_BYTES || this.timer) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.bytes = 0;
      this.collect();
    }, DELAY_MS);
    this.timer.unref();
  }
}
