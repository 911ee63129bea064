import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import type { BuiltinHarness } from "@/server/builtin/testing/harness";
import { World } from "@/server/platform/contract/world";
import type { StartReloadSpec } from "@/server/platform/port";

/** Sales there are after the first run. */
export const SALES = 12_000;

/** Each run brings new sales and changes some of those there are; the others come from the QVD of the run before. */
export const salesScript = (sales = SALES) => `LET there = Alt(QvdNoOfRecords('lib://Stored/sales.qvd'), 0);
LET count = If(there = 0, ${sales}, 1500);
Sales: LOAD RecNo() + If(there = 0, 0, If(RecNo() > 300, there - 300, ${sales - 10_000})) AS id, 'city ' & Mod(RecNo() * 7 + there, 45) AS city,
  Date(45000 + Mod(RecNo() + there, 300)) AS day, Mod(RecNo() + there, 900) / 100 AS amount,
  'note ' & Hash128(RecNo() + there) AS note AUTOGENERATE count;
IF there > 0 THEN
  CONCATENATE (Sales) LOAD * FROM [lib://Stored/sales.qvd] (qvd) WHERE NOT Exists(id);
END IF
STORE Sales INTO [lib://Stored/sales.qvd] (qvd);
Days: LOAD Min(day) AS first, Max(day) AS last RESIDENT Sales;
Cities: LOAD 'city ' & RecNo() AS city, 'region ' & Mod(RecNo(), 4) AS region AUTOGENERATE 60;
`;

const PARTIAL = `Sales: ADD LOAD 1000000 + RecNo() AS id, 'city late' AS city, Date(45000) AS day, 2.5 AS amount,
  'note ' & Hash128('late' & RecNo()) AS note AUTOGENERATE 3;`;

/** The same, and a partial reload of it adds three sales. */
export const partialSales = (sales = SALES) =>
  `IF IsPartialReload() THEN\n${PARTIAL}\nELSE\n${salesScript(sales)}\nEND IF`;

/** An app whose reloads keep their rows in a QVD. */
export class SalesApp {
  private constructor(
    private readonly h: BuiltinHarness,
    readonly world: World,
  ) {}

  static async open(h: BuiltinHarness, script = salesScript()): Promise<SalesApp> {
    const world = new World(h);
    await world.prepare({ ...world.script(), script, tables: [] });
    return new SalesApp(h, world);
  }

  get folder(): string {
    return join(this.h.folder, "uploads", this.world.tenant.id, "stored");
  }

  get file(): string {
    return join(this.folder, "sales.qvd");
  }

  /** Reloads and publishes; tells whether rows of the QVD were taken over. */
  async load(over: Partial<StartReloadSpec> = {}) {
    const done = await this.world.reload(this.world.reloadSpec(over));
    expect(done).toMatchObject({ state: "succeeded" });
    await this.world.publish(done.generationId);
    return { ...done, taken: await this.tookOver(done.id) };
  }

  async tookOver(reload: string): Promise<boolean> {
    const lines = await this.h.platform.reloadLog(this.world.tenant, reload, 0);
    return lines.some(({ message }) => /rows of sales.qvd are taken over/.test(message));
  }

  async answers() {
    const measures = ["Sum(amount)", "Count(distinct id)", "Count(distinct note)", "Max(day)", "Sum(first)"];
    const question = { dimensions: ["region"], measures };
    const { rows } = await this.h.platform.query(this.world.tenant, this.world.app, question);
    return rows.map((row) => row.map((v) => (typeof v === "number" ? Math.round(v * 100) / 100 : v))).sort();
  }

  generations(): Promise<string[]> {
    return readdir(join(this.h.folder, "generations", this.world.tenant.id, this.world.app));
  }
}
