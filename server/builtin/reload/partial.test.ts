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
