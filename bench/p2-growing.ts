/** Reloads that add rows to those of the run before: what new rows cost, to a reload of all. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { changeOf, p2Data } from "./p2-data";
import { Reloads } from "./p2-reload";
import { type CaseSpec, median } from "./report";

interface App {
  /** Reads `sales` as a whole, or adds `change` to what there is. */
  script: string;
  /** Rows of its other tables. */
  others: number;
  /** Whether rows are added by a partial reload. */
  partial?: true;
}

/** An app whose data lie ready, and reloads that add rows to them. */
class Growing {
  private base: Promise<string> | null = null;
  readonly seconds: number[] = [];

  private constructor(
    private readonly reloads: Reloads,
    private readonly app: App,
    private readonly rows: number,
    private readonly added: number,
  ) {}

  static async of(app: App, rows: number, added: number): Promise<Growing> {
    const { folder } = await p2Data(rows);
    const change = await changeOf(rows, added);
    const reloads = await Reloads.of(folder, { sales: "sales.csv", change }, app.script);
    return new Growing(reloads, app, rows, added);
  }

  /** All rows, also those that an earlier run has stored. */
  async whole(): Promise<number> {
    rmSync(join(this.reloads.work, "sales.qvd"), { force: true });
    return (await this.all()).seconds;
  }

  /** Always from the same data. */
  async more(): Promise<number> {
    this.base ??= this.all().then((done) => done.generation);
    const { partial, others } = this.app;
    const start = { from: await this.base, ...(partial ? { partial } : {}) };
    const { seconds } = await this.reloads.run(this.rows + others + this.added, start);
    this.seconds.push(seconds);
    return seconds;
  }

  remove(): void {
    this.reloads.remove();
  }

  private all() {
    return this.reloads.run(this.rows + this.app.others);
  }
}

/**
 * A hundredth of the rows is added. Beside it: a tenth of that added to as many rows, which shows what the change costs; and as
 * much added to a tenth of the rows, which shows what their number costs.
 */
export async function growing(rows: number, app: App): Promise<CaseSpec> {
  const added = Math.round(rows / 100);
  const all = await Growing.of(app, rows, added);
  const little = await Growing.of(app, rows, Math.round(added / 10));
  const small = await Growing.of(app, Math.round(rows / 10), added);
  // In a folder of its own: what it stores is not what the others begin with.
  const anew = await Growing.of(app, rows, added);
  return {
    unit: "s",
    async ours() {
      await little.more();
      await small.more();
      return all.more();
    },
    yardstick: () => anew.whole(),
    details() {
      for (const one of [all, little, small, anew]) one.remove();
      return {
        rows,
        added,
        tenthAddedSeconds: median(little.seconds),
        tenthOfRowsSeconds: median(small.seconds),
      };
    },
  };
}
