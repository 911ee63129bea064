import { afterAll, beforeAll, expect, test } from "vitest";
import { type BuiltinHarness, openBuiltin } from "@/server/builtin/testing/harness";
import { refused, World } from "@/server/platform/contract/world";

let h: BuiltinHarness;
beforeAll(async () => {
  h = await openBuiltin();
});
afterAll(() => h.close());

const SCRIPT = `LIB CONNECT TO 'main';
orders:
SQL SELECT id, country, amount FROM orders;
Runs:
ADD LOAD 1 AS run, NoOfRows('orders') AS seen AUTOGENERATE 1;
Changes:
MERGE ONLY (at, vAt) ON id CONCATENATE (orders)
LOAD 'u' AS op, 1 AS id, 'XX' AS country, 1000 AS amount, 1 AS at AUTOGENERATE 1;
`;

async function world(script = SCRIPT): Promise<World> {
  const w = new World(h);
  await w.prepare({ ...w.script(), script, tables: [] });
  return w;
}

async function ask(w: World, measure: string, which: "published" | "staged" = "staged") {
  return (await w.platform.query(w.tenant, w.app, { dimensions: [], measures: [measure] }, which))
    .rows[0]?.[0];
}

test("a partial reload starts from the published data, makes a generation of its own, and harms none when it fails", async () => {
  const w = await world(`${SCRIPT}IF NoOfRows('Runs') > 2 THEN\nT: ADD LOAD * RESIDENT nowhere;\nEND IF\n`);
  const full = await w.reload();
  expect(full).toMatchObject({ state: "succeeded", generation: { rows: 5 } });
  await w.publish(full.generationId);

  const partial = await w.reload(w.reloadSpec({ partial: true }));
  expect(partial).toMatchObject({ state: "succeeded", generation: { rows: 6 } });
  expect(await ask(w, "Count(run)")).toBe(2);
  expect(await ask(w, "Sum(If(country = 'XX', amount))")).toBe(1000);
  expect(await ask(w, "Count(run)", "published")).toBe(1);

  await w.publish(partial.generationId);
  expect(await w.reload(w.reloadSpec({ partial: true }))).toMatchObject({
    state: "failed",
    error: { code: "script.table_missing", params: { line: 10 } },
  });
  expect(await ask(w, "Sum(seen)", "published")).toBe(8);
  expect(await h.leftovers()).toEqual([]);
});

test("it is refused where nothing is published, and where the script has changed since", async () => {
  const w = await world("T: ADD LOAD 1 AS a AUTOGENERATE 1;");
  const partly = () => w.platform.startReload.apply(w.call(), w.reloadSpec({ partial: true }));
  await refused(partly(), "platform.conflict");
  await w.publish((await w.reload()).generationId);
  const script = "T: ADD LOAD 2 AS a AUTOGENERATE 1;";
  await w.platform.applyScript.apply(w.call(), { ...w.script(), script, tables: [] });
  await refused(partly(), "platform.conflict");
});

const RESTRICTED = `Sales: ADD LOAD * INLINE [REGION, amount
NORTH, 1
SOUTH, 2];
SECTION ACCESS;
LOAD * INLINE [ACCESS, USERID, REGION
USER, U1, NORTH
ADMIN, BOT, *];
SECTION APPLICATION;
`;

test("the access section holds in the generation a partial reload makes", async () => {
  const w = await world(RESTRICTED);
  const full = await w.reload();
  expect(full).toMatchObject({ state: "succeeded", generation: { model: { restricted: true } } });
  await w.publish(full.generationId);
  const partial = await w.reload(w.reloadSpec({ partial: true }));
  expect(partial).toMatchObject({ state: "succeeded", generation: { rows: 4, model: { restricted: true } } });
});

test("a partial reload that leaves the access section out fails: the data stay closed", async () => {
  const w = await world(`IF NOT IsPartialReload() THEN\n${RESTRICTED}END IF`);
  await w.publish((await w.reload()).generationId);
  const partial = await w.reload(w.reloadSpec({ partial: true }));
  expect(partial).toMatchObject({ state: "failed", error: { code: "script.access" } });
});

const GROWING = `IF IsPartialReload() THEN
Sales: ADD LOAD RecNo() + 201000 AS id, 'city ' & Mod(RecNo(), 40) AS city, Mod(RecNo(), 900) / 100 AS amount AUTOGENERATE 3000;
ELSE
Sales: LOAD RecNo() AS id, 'city ' & Mod(RecNo(), 30) AS city, Mod(RecNo(), 700) / 100 AS amount AUTOGENERATE 201000;
Cities: LOAD 'city ' & RecNo() AS city, 'region ' & Mod(RecNo(), 4) AS region AUTOGENERATE 45;
END IF
`;

test("what is only added to is neither counted nor coded again, and answers as if it were", async () => {
  const w = await world(GROWING);
  await w.publish((await w.reload()).generationId);
  const partial = await w.reload(w.reloadSpec({ partial: true }));
  expect(partial).toMatchObject({ state: "succeeded", generation: { rows: 204_045 } });
  const { tables } = partial.generation?.model ?? { tables: [] };
  expect(tables.find((t) => t.name === "Sales")?.columns).toEqual([
    { field: "id", nulls: 0, distinct: 204_000 },
    { field: "city", nulls: 0, distinct: 40 },
    { field: "amount", nulls: 0, distinct: 900 },
  ]);
  const lines = await w.platform.reloadLog(w.tenant, partial.id, 0);
  expect(lines.map((l) => l.message).join("\n")).toMatch(/[1-9] fields taken over from the data before/);
  const cents = (rows: number, most: number, of = (_: number) => true) =>
    Array.from({ length: rows }, (_, i) => (of(i + 1) ? (i + 1) % most : 0)).reduce((x, y) => x + y);
  const all = (cents(201_000, 700) + cents(3000, 900)) / 100;
  expect(await ask(w, "Sum(amount)")).toBeCloseTo(all, 4);
  const late = cents(3000, 900, (i) => i % 40 === 35) / 100;
  expect(await ask(w, "Sum({<city={'city 35'}>} amount)")).toBeCloseTo(late, 6);
  expect(await ask(w, "Count(distinct {<region={'region 3'}>} id)")).toBe(
    await ask(w, "Count({<region={'region 3'}>} id)"),
  );
});

const SHRINKING = `Sales: LOAD RecNo() AS id, Hash128(RecNo()) AS code, Mod(RecNo(), 700) / 100 AS amount AUTOGENERATE 300000;
MERGE ONLY ON id CONCATENATE (Sales) LOAD If(IsPartialReload(), 'd', 'u') AS op, RecNo() * 2 AS id, '' AS code, 0.01 AS amount
AUTOGENERATE If(IsPartialReload(), 150000, 0);
`;

test("what a MERGE deletes takes no room in what is kept", async () => {
  const w = await world(SHRINKING);
  const full = await w.reload();
  await w.publish(full.generationId);
  const partial = await w.reload(w.reloadSpec({ partial: true }));
  expect(partial).toMatchObject({ state: "succeeded", generation: { rows: 150_000 } });
  expect(partial.generation?.bytes).toBeLessThan((full.generation?.bytes ?? 0) * 0.7);
  expect(await ask(w, "Count(distinct id)")).toBe(150_000);
  expect(await h.leftovers()).toEqual([]);
});
