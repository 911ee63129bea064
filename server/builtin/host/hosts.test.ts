import { createHash, randomBytes } from "node:crypto";
import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createLocalGenerationStore } from "@/server/builtin/files/local";
import type { GenerationId, GenerationStore } from "@/server/builtin/files/port";
import { createGenerationFile, type TestTable } from "@/server/builtin/testing";
import { bundledEntry } from "@/server/builtin/testing/bundles";
import type { OnUsage } from "@/server/platform/port";
import { silentLogger } from "@/server/shared/logger";
import { eventually } from "@/server/testing/eventually";
import { Host } from "./host";
import { createEngineHosts, type EngineHostsOptions } from "./hosts";
import type { EngineHosts } from "./port";

const MEBIBYTE = 1024 * 1024;
const entry = await bundledEntry("engine-host");
const key = async (tenant: string) => ({
  id: `dek_${tenant}`,
  bytes: createHash("sha256").update(tenant).digest(),
});
const id = (tenant: string, app = "app_1", generation = "gen_1"): GenerationId => ({
  tenant,
  app,
  generation,
});

let folder: string;
let scratch: string;
let generations: GenerationStore;
let hosts: EngineHosts | undefined;
let host: Host | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tenantry-hosts-"));
  scratch = join(folder, "scratch");
  generations = createLocalGenerationStore({ folder: join(folder, "generations"), log: silentLogger });
});
afterEach(async () => {
  await hosts?.close();
  await host?.close();
  [hosts, host] = [undefined, undefined];
  await rm(folder, { recursive: true, force: true });
});

function start(
  options: Partial<Pick<EngineHostsOptions, "count" | "maxBytes" | "timeoutMs" | "onUsage" | "limits">> = {},
): EngineHosts {
  hosts = createEngineHosts({ count: 1, scratch, generations, key, entry, log: silentLogger, ...options });
  return hosts;
}

/** One host without the front, to see and end its process. */
function startOne(timeoutMs = 30_000): Host {
  const budget = {
    maxBytes: 256 * MEBIBYTE,
    memoryBytes: 64 * MEBIBYTE,
    codeBytes: 16 * MEBIBYTE,
    timeoutMs,
  };
  host = new Host({ generations, key, entry, log: silentLogger, folder, ...budget });
  return host;
}

async function put(
  of: GenerationId | GenerationId[],
  tables: TestTable[],
  change?: (sql: (text: string) => Promise<unknown>) => Promise<void>,
) {
  const plain = join(folder, `${randomBytes(6).toString("hex")}.duckdb`);
  await createGenerationFile(plain, tables);
  if (change) {
    const instance = await DuckDBInstance.create(plain);
    const db = await instance.connect();
    await change((text) => db.run(text));
    db.closeSync();
    instance.closeSync();
  }
  for (const one of [of].flat()) await generations.put(one, await key(one.tenant), plain);
  await rm(plain);
}

const sales = (name: string, amount: number): TestTable[] => [
  {
    name: "Sales",
    fields: { Owner: "VARCHAR", Amount: "INTEGER" },
    rows: [
      [name, amount],
      [`${name}2`, 1],
    ],
  },
];
const total = { dimensions: ["Owner"], measures: ["Sum(Amount)"] };

/** Two unconnected tables of 30,000 values each: combining them takes minutes. */
const endless: TestTable[] = ["A", "B"].map((name) => ({
  name,
  fields: { [name]: "INTEGER" },
  rows: Array.from({ length: 30_000 }, (_, i) => [i]),
}));
const slow = { dimensions: ["=A*2", "=B*3"], measures: ["Sum(A)"] };

test("the CPU time of every question somebody asks is told with the tenant; what the platform asks itself is not", async () => {
  await put([id("ten_a"), id("ten_b")], sales("ann", 5));
  const told: Parameters<OnUsage>[0][] = [];
  const engine = start({ onUsage: (event) => told.push(event) });
  await engine.for("everything").query(id("ten_a"), total);
  expect(told).toEqual([]);
  await engine.query(id("ten_a"), total);
  await expect(engine.query(id("ten_b"), { ...total, measures: ["Sum(Nothing)"] })).rejects.toThrow();
  expect(told.map(({ tenant, type }) => [tenant, type])).toEqual([
    ["ten_a", "query.cpu"],
    ["ten_b", "query.cpu"],
  ]);
  for (const { quantity } of told) expect(quantity).toBeGreaterThan(0);
});

test("queries, field values and the model are answered from a sealed generation", async () => {
  await put(id("ten_a"), sales("ann", 5));
  const engine = start();
  expect(await engine.query(id("ten_a"), { ...total, totals: true })).toEqual({
    columns: [
      { name: "Owner", kind: "dimension", type: "text" },
      { name: "Sum(Amount)", kind: "measure", type: "integer" },
    ],
    rows: [
      ["ann", 5],
      ["ann2", 1],
    ],
    totals: [6],
    rowCount: 2,
    generation: "gen_1",
  });
  expect((await engine.fieldValues(id("ten_a"), { field: "Owner" })).values).toHaveLength(2);
  const model = await engine.model(id("ten_a"));
  expect(Object.keys(model).sort()).toEqual([
    "associations",
    "fields",
    "keys",
    "loops",
    "loosened",
    "syntheticKeys",
    "tables",
  ]);
  expect(engine.stats()).toMatchObject({ hosts: 1, open: 1, queries: 0 });
  await engine.release(id("ten_a"));
  expect(engine.stats()).toMatchObject({ open: 0, bytes: 0 });
  await eventually(async () => expect(await readdir(join(scratch, "host-0"))).toEqual([]));
});

test("a click is answered in one question, its wrong part by an error", async () => {
  await put(id("ten_a"), sales("ann", 5));
  const engine = start();
  const cube = (measure: string) => ({ kind: "cube" as const, dimensions: [], measures: [measure] });
  const answer = await engine.ask(id("ten_a"), {
    selections: { Owner: ["ann"] },
    questions: {
      all: cube("Sum({1} Amount)"),
      own: cube("Sum(Amount)"),
      bad: cube("Sum(Amuont)"),
      owners: { kind: "values", field: "Owner" },
    },
  });
  expect(answer).toMatchObject({
    generation: "gen_1",
    answers: {
      all: { rows: [[6]] },
      own: { rows: [[5]] },
      bad: { kind: "error", code: "query.field_missing", line: 1, column: 5 },
      owners: { total: 2, counts: { S: 1, A: 1 } },
    },
    fields: { Owner: { counts: { S: 1, A: 1 }, distinct: 2 } },
  });
});

test("scratch is wiped at the start and at the end", async () => {
  await mkdir(join(scratch, "host-0"), { recursive: true });
  await writeFile(join(scratch, "host-0", "left.duckdb"), "plain data of an earlier process");
  const engine = start();
  await eventually(async () => expect(await readdir(join(scratch, "host-0"))).toEqual([]));
  await put(id("ten_a"), sales("ann", 5));
  await engine.query(id("ten_a"), total);
  expect(await readdir(join(scratch, "host-0"))).toHaveLength(1);
  await engine.close();
  expect(await readdir(folder)).not.toContain("scratch");
});

test("errors keep their code, place and advice on the way", async () => {
  await put(id("ten_a"), sales("ann", 5));
  const engine = start();
  await expect(engine.query(id("ten_a"), { dimensions: ["owner"], measures: [] })).rejects.toMatchObject({
    kind: "invalid",
    code: "query.field_missing",
    options: { params: { nearest: "Owner" }, issues: [{ path: "dimensions[0]" }] },
  });
  await expect(engine.query(id("ten_x"), total)).rejects.toMatchObject({ code: "generations.missing" });
});

describe("what is malformed or hostile harms only itself", () => {
  test("a file that is no database, one without a model, one whose table is a view of a file", async () => {
    const plain = join(folder, "broken");
    await writeFile(plain, randomBytes(50_000));
    await generations.put(id("ten_a", "app_broken"), await key("ten_a"), plain);
    await put(
      id("ten_a", "app_bare"),
      sales("ann", 5),
      async (sql) => void (await sql("DROP TABLE _tenantry.model")),
    );
    await put(id("ten_a", "app_odd"), sales("ann", 5), async (sql) => {
      await sql(`UPDATE _tenantry.model SET description = '{"version":1,"tables":7}'`);
    });
    await put(id("ten_a", "app_view"), sales("ann", 5), async (sql) => {
      await sql(`DROP TABLE main."Sales"`);
      await sql(`CREATE VIEW main."Sales" AS
        SELECT column0 AS "Owner", 1 AS "Amount", 1 AS rowid FROM read_csv('/etc/passwd', delim='|', header=false)`);
    });
    await put(id("ten_a"), sales("ann", 5));
    const engine = start();
    const ask = (app: string) => engine.query(id("ten_a", app), total);
    await expect(ask("app_broken")).rejects.toMatchObject({ code: "generations.unreadable" });
    await expect(ask("app_bare")).rejects.toMatchObject({ code: "generations.model" });
    await expect(ask("app_odd")).rejects.toMatchObject({ code: "generations.model" });
    await expect(ask("app_view")).rejects.toMatchObject({ code: "query.failed" });
    expect((await ask("app_1")).rows).toHaveLength(2);
  });

  test("another tenant's sealed file in one's place is refused", async () => {
    await put(id("ten_a"), sales("ann", 5));
    await put(id("ten_b"), sales("bob", 7));
    const path = (t: string) => join(folder, "generations", t, "app_1", "gen_1.tgen");
    await copyFile(path("ten_b"), path("ten_a"));
    const engine = start();
    await expect(engine.query(id("ten_a"), total)).rejects.toMatchObject({ code: "generations.damaged" });
    expect((await engine.query(id("ten_b"), total)).rows).toHaveLength(2);
    expect(await readdir(join(scratch, "host-0"))).toHaveLength(1);
  });

  test("queries that try to reach files are names of no field", async () => {
    await put(id("ten_a"), sales("ann", 5));
    await put(id("ten_b"), sales("bob", 7));
    const engine = start();
    await engine.query(id("ten_b"), total);
    const [other] = await readdir(join(scratch, "host-0"));
    for (const text of [
      "/etc/passwd",
      join(scratch, "host-0", other ?? ""),
      `Owner" FROM read_csv('/etc/passwd') --`,
      `=read_text('/etc/passwd')`,
      `=Owner & (SELECT 1)`,
    ])
      await expect(engine.query(id("ten_a"), { dimensions: [text], measures: [] })).rejects.toMatchObject({
        code: expect.stringMatching(/^query\.(field_missing|expression|dimension)$/),
      });
  });
});

describe("time, withdrawal and crashes", () => {
  test("a question past its time is interrupted; the next is answered", async () => {
    await put(id("ten_a"), endless);
    const limits = { memoryBytes: 1024 * MEBIBYTE, timeoutMs: 300 };
    const engine = start({ limits: async () => limits });
    await expect(engine.query(id("ten_a"), slow)).rejects.toMatchObject({ code: "query.timeout" });
    limits.timeoutMs = 30_000;
    expect((await engine.query(id("ten_a"), { dimensions: [], measures: ["Count(A)"] })).rows).toEqual([
      [30_000],
    ]);
  });

  test("a withdrawn question rejects at once and gives its place back", async () => {
    await put(id("ten_a"), endless);
    const engine = start({ timeoutMs: 120_000 });
    const controllers = Array.from({ length: 6 }, () => new AbortController());
    const asked = controllers.map((c) =>
      engine.query(id("ten_a"), slow, c.signal).catch((e: Error) => e.message),
    );
    await eventually(() => expect(engine.stats().queries).toBe(6));
    for (const c of controllers) c.abort(new Error("superseded"));
    expect(new Set(await Promise.all(asked))).toEqual(new Set(["superseded"]));
    expect((await engine.query(id("ten_a"), { dimensions: [], measures: ["Count(A)"] })).rows).toEqual([
      [30_000],
    ]);
    await expect(engine.query(id("ten_a"), slow, AbortSignal.abort(new Error("before")))).rejects.toThrow(
      "before",
    );
  });

  test("a superseded click stops the engine: the next one is answered long before it would have ended", async () => {
    await put(id("ten_a"), endless);
    const engine = start({ timeoutMs: 120_000 });
    const dimensions = slow.dimensions.map((expression) => ({ expression }));
    const click = { kind: "cube" as const, dimensions, measures: slow.measures };
    const controllers = Array.from({ length: 3 }, () => new AbortController());
    const asked = controllers.map((c) =>
      engine.ask(id("ten_a"), { questions: { q: click } }, c.signal).catch((e: Error) => e.message),
    );
    await eventually(() => expect(engine.stats().queries).toBe(3));
    for (const c of controllers) c.abort(new Error("superseded"));
    expect(new Set(await Promise.all(asked))).toEqual(new Set(["superseded"]));
    const next = { kind: "cube" as const, dimensions: [], measures: ["Count(A)"] };
    const { answers } = await engine.ask(id("ten_a"), { questions: { next } });
    expect(answers.next).toMatchObject({ rows: [[30_000]] });
  });

  test("a host that ended is replaced; the question it had is asked once more", async () => {
    await put(id("ten_a"), sales("ann", 5));
    const one = startOne();
    const ask = () => one.ask(id("ten_a"), { kind: "query", input: total });
    await ask();
    const first = one.pid;
    if (first) process.kill(first, "SIGKILL");
    expect(await Promise.all([ask(), ask(), ask()])).toHaveLength(3);
    expect(one.pid).not.toBe(first);
  });

  test("a question that ends the host twice is given up; the others of that time are answered", async () => {
    await put(id("ten_a"), [...endless, ...sales("ann", 5)]);
    const one = startOne(120_000);
    const question = (input: object) => ({ kind: "query", input: input as typeof total }) as const;
    await one.ask(id("ten_a"), question(total));
    const poison = one.ask(id("ten_a"), question(slow)).catch((error) => error);
    const bystander = one.ask(id("ten_a"), question(total));
    for (let kills = 0; kills < 2; kills++) {
      const pid = await eventually(() => {
        expect(one.pid).toBeDefined();
        expect(one.questions).toBeGreaterThan(0);
        return one.pid ?? 0;
      });
      process.kill(pid, "SIGKILL");
      await eventually(() => expect(one.pid).not.toBe(pid));
    }
    expect(await poison).toMatchObject({ code: "engine.crashed" });
    expect(await bystander).toMatchObject({ rowCount: 2 });
  });

  test("a host that cannot start is an error, not a wait", async () => {
    await put(id("ten_a"), sales("ann", 5));
    const file = join(folder, "entry.mjs");
    await writeFile(file, "process.exit(3);");
    hosts = createEngineHosts({
      scratch,
      generations,
      key,
      entry: { file, execArgv: [] },
      log: silentLogger,
    });
    await expect(hosts.query(id("ten_a"), total)).rejects.toMatchObject({ code: "engine.crashed" });
  });

  test("what waits when the hosts close is told so", async () => {
    await put(id("ten_a"), endless);
    const engine = start();
    const asked = Array.from({ length: 4 }, () => engine.query(id("ten_a"), slow).catch((e) => e.code));
    await eventually(() => expect(engine.stats().queries).toBe(4));
    await engine.close();
    expect(new Set(await Promise.all(asked))).toEqual(new Set(["engine.closed"]));
  });
});

describe("many generations", () => {
  test("100 generations under a small byte budget stay correct, and within it", async () => {
    const ids = Array.from({ length: 100 }, (_, i) => id(`ten_${i % 20}`, `app_${i}`));
    // Four generations each hold the same 25 kinds of rows: making database files is what takes time here.
    for (let i = 0; i < 25; i++)
      await put(
        ids.filter((_, n) => n % 25 === i),
        sales(`t${i}`, i),
      );
    const maxBytes = 40 * MEBIBYTE;
    const engine = start({ count: 2, maxBytes });
    const order = [...ids.keys()].flatMap((i) => (i % 4 === 0 ? [i, (i * 37) % 100] : [i]));
    await Promise.all(
      order.map(async (i) => {
        const { rows } = await engine.query(ids[i] ?? id("none"), total);
        expect(rows).toEqual([
          [`t${i % 25}`, i % 25],
          [`t${i % 25}2`, 1],
        ]);
        expect(engine.stats().bytes).toBeLessThanOrEqual(2 * maxBytes);
      }),
    );
    const { open, bytes } = engine.stats();
    expect(open).toBeLessThan(20);
    expect(bytes).toBeLessThanOrEqual(2 * maxBytes);
    const files = (await Promise.all([0, 1].map((i) => readdir(join(scratch, `host-${i}`))))).flat();
    expect(files.length).toBeLessThan(25);
  }, 120_000);

  test("a generation that can never fit is refused", async () => {
    await put(id("ten_a"), sales("ann", 5));
    const engine = start({ maxBytes: 1024 });
    await expect(engine.query(id("ten_a"), total)).rejects.toMatchObject({ code: "engine.too_large" });
  });
});
