/**
 * Shares this process's CPU time among the questions that run: whatever is used while several run is divided equally,
 * so that all shares together are what was used and nobody pays for a quiet host.
 */
export class CpuShares {
  private readonly running = new Map<number, number>();
  private before: number;

  /** @param used CPU time of this process so far in microseconds */
  constructor(
    private readonly used = () => {
      const { user, system } = process.cpuUsage();
      return user + system;
    },
  ) {
    this.before = used();
  }

  begin(request: number): void {
    this.settle();
    this.running.set(request, 0);
  }

  /** @returns microseconds */
  end(request: number): number {
    this.settle();
    const share = this.running.get(request) ?? 0;
    this.running.delete(request);
    return Math.round(share);
  }

  private settle(): void {
    const now = this.used();
    const share = (now - this.before) / this.running.size;
    this.before = now;
    for (const [request, before] of this.running) this.running.set(request, before + share);
  }
}
