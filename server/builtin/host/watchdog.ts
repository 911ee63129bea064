/** What the buffers of JavaScript and the allocator may add without anything being wrong. */
const SLACK_BYTES = 96 * 1024 * 1024;
/** Reports in a row over the budget, after idle generations were closed, before the host is restarted. */
const PATIENCE = 4;

/** Watches one host's memory against its budget. */
export class Watchdog {
  private base: number | undefined;
  private over = 0;

  constructor(private readonly maxBytes: number) {}

  /**
   * @param rss the host's resident memory; the first report is what it needs for itself
   * @param scratch bytes of its unsealed files
   * @returns `shrink`: close what is idle; `restart`: that did not help
   */
  report(rss: number, scratch: number): "fine" | "shrink" | "restart" {
    this.base ??= rss;
    if (rss - this.base + scratch <= this.maxBytes + SLACK_BYTES) {
      this.over = 0;
      return "fine";
    }
    this.over++;
    return this.over > PATIENCE ? "restart" : "shrink";
  }
}
