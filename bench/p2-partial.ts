/** Partial reloads of P2's rows: what some new rows cost, to a reload of all. */
import { changeOf, p2Data } from "./p2-data";
import { Reloads } from "./p2-reload";
import { type CaseSpec, median } from "./report";

/** Sales, and the tables they meet. */
const SCRIPT = `LIB CONNECT TO 'files';
IF IsPartialReload() THEN
  Sales:
  ADD LOAD *;
  SQL SELECT * FROM change;
ELSE
  Sales:
  LOAD *;
  SQL SELECT * FROM sales;
  Customers:
  LOAD RowNo() AS customer_id, 'Customer ' & RowNo() AS customer, Mod(RowNo(), 50) AS region AUTOGENERATE 100000;
  Products:
  LOAD RowNo() AS product_id, 'Product ' & RowNo() AS product, 'Group ' & Mod(RowNo(), 20) AS category AUTOGENERATE 5000;
  Stores:
  LOAD RowNo() AS store_id, 'Store ' & RowNo() AS store AUTOGENERATE 200;
END IF
`;
const OTHER_ROWS = 105_200;

/** An app whose data lie ready, and reloads that add rows to them. */
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
    const { generation, seconds } = await this.reloads.run(this.rows + OTHER_ROWS);
    this.base ??= Promise.resolve(generation);
    return seconds;
  }

  /** Always from the same data. */
  async partial(): Promise<number> {
    this.base ??= this.reloads.run(this.rows + OTHER_ROWS).then((done) => done.generation);
    const { seconds } = await this.reloads.run(this.rows + OTHER_ROWS + this.added, {
      from: await this.base,
      partial: true,
    });
    this.seconds.push(seconds);
    return seconds;
  }

  remove(): void {
    this.reloads.remove();
  }
}

/**
 * A hundredth of the rows is added. Beside it: a tenth of that added to as many rows, which shows what the change costs; and as
 * much added to a tenth of the rows, which shows what their number costs.
 */
export async function partial(rows: number): Promise<CaseSpec> {
  const added = Math.round(rows / 100);
  const all = await Growing.of(rows, added);
  const little = await Growing.of(rows, Math.round(added / 10));
  const small = await Growing.of(Math.round(rows / 10), added);
  return {
    unit: "s",
    async ours() {
      await little.partial();
      await small.partial();
      return all.partial();
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
