/** Reloads of P2's rows that keep them in a QVD, as incremental templates are written: what new rows cost, to a reload of all. */
import { linkSync, rmSync } from "node:fs";
import { join } from "node:path";
import { changeOf, p2Data } from "./p2-data";
import { Reloads } from "./p2-reload";
import { type CaseSpec, median } from "./report";

/** New and changed orders from the source, the others from the QVD of the run before; all of them stored again. */
export const SCRIPT = `LIB CONNECT TO 'files';
IF QvdNoOfRecords('lib://Stored/sales.qvd') > 0 THEN
  Sales:
  LOAD *;
  SQL SELECT * REPLACE (paid::BIGINT AS paid) FROM change;
  CONCATENATE (Sales)
  LOAD * FROM [lib://Stored/sales.qvd] (qvd) WHERE NOT Exists(order_id);
ELSE
  Sales:
  LOAD *;
  SQL SELECT * REPLACE (paid::BIGINT AS paid) FROM sales;
END IF
STORE Sales INTO [lib://Stored/sales.qvd] (qvd);
Customers:
LOAD RowNo() AS customer_id, 'Customer ' & RowNo() AS customer, Mod(RowNo(), 50) AS region AUTOGENERATE 100000;
`;
const OTHER_ROWS = 100_000;

/** An app whose rows lie ready, in its data and in a QVD. */
class Growing {
  private base: Promise<string> | null = null;
  readonly seconds: number[] = [];

  private constructor(
    private readonly reloads: Reloads,
    private readonly rows: number,
    private readonly added: number,
  ) {}

  static async of(rows: number, added: number): Promise<Growing> {
    const { folder } = await p2Data(rows);
    const change = await changeOf(rows, added);
    return new Growing(await Reloads.of(folder, { sales: "sales.csv", change }, SCRIPT), rows, added);
  }

  async whole(): Promise<number> {
    rmSync(this.file("sales"), { force: true });
    return (await this.first()).seconds;
  }

  private async first() {
    const done = await this.reloads.run(this.rows + OTHER_ROWS);
    if (this.base) return done;
    this.base = Promise.resolve(done.generation);
    linkSync(this.file("sales"), this.file("first"));
    return done;
  }

  /** Always from the same data and file. */
  async more(): Promise<number> {
    if (!this.base) await this.first();
    const from = await this.base;
    rmSync(this.file("sales"));
    linkSync(this.file("first"), this.file("sales"));
    const { seconds } = await this.reloads.run(this.rows + OTHER_ROWS + this.added, from ? { from } : {});
    this.seconds.push(seconds);
    return seconds;
  }

  remove(): void {
    this.reloads.remove();
  }

  private file(name: string): string {
    return join(this.reloads.work, `${name}.qvd`);
  }
}

/** A hundredth of the rows is added. Beside it: a tenth of that; and as much added to a tenth of the rows. */
export async function stored(rows: number): Promise<CaseSpec> {
  const added = Math.round(rows / 100);
  const all = await Growing.of(rows, added);
  const little = await Growing.of(rows, Math.round(added / 10));
  const small = await Growing.of(Math.round(rows / 10), added);
  return {
    unit: "s",
    async ours() {
      await little.more();
      await small.more();
      return all.more();
    },
    yardstick: () => all.whole(),
    details() {
      for (const growing of [all, little, small]) growing.remove();
      return {
        rows,
        added,
        tenthAddedSeconds: median(little.seconds),
        tenthOfRowsSeconds: median(small.seconds),
      };
    },
  };
}
