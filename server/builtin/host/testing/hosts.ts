import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterEach, beforeEach } from "vitest";
import { createLocalGenerationStore } from "@/server/builtin/files/local";
import type { GenerationId, GenerationStore } from "@/server/builtin/files/port";
import { createGenerationFile, type TestTable } from "@/server/builtin/testing";
import { bundledEntry } from "@/server/builtin/testing/bundles";
import { silentLogger } from "@/server/shared/logger";
import { Host } from "../host";
import { createEngineHosts, type EngineHostsOptions } from "../hosts";
import type { EngineHosts } from "../port";

export const MEBIBYTE = 1024 * 1024;
const entry = await bundledEntry("engine-host");
export const key = async (tenant: string) => ({
  id: `dek_${tenant}`,
  bytes: createHash("sha256").update(tenant).digest(),
});
export const id = (tenant: string, app = "app_1", generation = "gen_1"): GenerationId => ({
  tenant,
  app,
  generation,
});

export const sales = (name: string, amount: number): TestTable[] => [
  {
    name: "Sales",
    fields: { Owner: "VARCHAR", Amount: "INTEGER" },
    rows: [
      [name, amount],
      [`${name}2`, 1],
    ],
  },
];
export const total = { dimensions: ["Owner"], measures: ["Sum(Amount)"] };

/** Two unconnected tables of 30,000 values each: combining them takes minutes. */
export const endless: TestTable[] = ["A", "B"].map((name) => ({
  name,
  fields: { [name]: "INTEGER" },
  rows: Array.from({ length: 30_000 }, (_, i) => [i]),
}));
export const slow = { dimensions: ["=A*2", "=B*3"], measures: ["Sum(A)"] };

/** Engine hosts and sealed generations in a folder of each test's own. */
export function hostTests(): HostTests {
  const tests = new HostTests();
  beforeEach(() => tests.open());
  afterEach(() => tests.close());
  return tests;
}

class HostTests {
  declare folder: string;
  declare scratch: string;
  declare generations: GenerationStore;
  private hosts: EngineHosts | undefined;
  private host: Host | undefined;

  async open(): Promise<void> {
    this.folder = await mkdtemp(join(tmpdir(), "tenantry-hosts-"));
    this.scratch = join(this.folder, "scratch");
    const folder = join(this.folder, "generations");
    this.generations = createLocalGenerationStore({ folder, log: silentLogger });
  }

  async close(): Promise<void> {
    await this.hosts?.close();
    await this.host?.close();
    [this.hosts, this.host] = [undefined, undefined];
    await rm(this.folder, { recursive: true, force: true });
  }

  start = (
    options: Partial<
      Pick<EngineHostsOptions, "count" | "maxBytes" | "timeoutMs" | "onUsage" | "limits" | "entry">
    > = {},
  ): EngineHosts => {
    const { scratch, generations } = this;
    const own = { count: 1, scratch, generations, key, entry, log: silentLogger };
    this.hosts = createEngineHosts({ ...own, ...options });
    return this.hosts;
  };

  /** One host without the front, to see and end its process. */
  startOne = (timeoutMs = 30_000): Host => {
    const { folder, generations } = this;
    const budget = {
      maxBytes: 256 * MEBIBYTE,
      memoryBytes: 64 * MEBIBYTE,
      codeBytes: 16 * MEBIBYTE,
      timeoutMs,
    };
    this.host = new Host({ generations, key, entry, log: silentLogger, folder, ...budget });
    return this.host;
  };

  put = async (
    of: GenerationId | GenerationId[],
    tables: TestTable[],
    change?: (sql: (text: string) => Promise<unknown>) => Promise<void>,
  ): Promise<void> => {
    const plain = join(this.folder, `${randomBytes(6).toString("hex")}.duckdb`);
    await createGenerationFile(plain, tables);
    if (change) {
      const instance = await DuckDBInstance.create(plain);
      const db = await instance.connect();
      await change((text) => db.run(text));
      db.closeSync();
      instance.closeSync();
    }
    for (const one of [of].flat()) await this.generations.put(one, await key(one.tenant), plain);
    await rm(plain);
  };
}
