import { readdir, utimes } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type BuiltinHarness, openBuiltin } from "@/server/builtin/testing/harness";
import { World } from "@/server/platform/contract/world";

let h: BuiltinHarness;
beforeAll(async () => {
  h = await openBuiltin();
});
afterAll(() => h.close());

const ROWS = 50_000;

/** Each run brings new sales and changes some of those there are; the others come from the QVD of the run before. */
const SCRIPT = `LET there = Alt(QvdNoOfRecords('lib://Stored/sales.qvd'), 0);
LET count = If(there = 0, ${ROWS}, 1500);
Sales: LOAD RecNo() + If(there = 0, 0, If(RecNo() > 300, there - 300, 40000)) AS id, 'city ' & Mod(RecNo() * 7 + there, 45) AS city,
  Date(45000 + Mod(RecNo() + there, 300)) AS day, Mod(RecNo() + there, 900) / 100 AS amount,
  'note ' & Hash128(RecNo() + there) AS note AUTOGENERATE count;
IF there > 0 THEN
  CONCATENATE (Sales) LOAD * FROM [lib://Stored/sales.qvd] (qvd) WHERE NOT Exists(id);
END IF
STORE Sales INTO [lib://Stored/sales.qvd] (qvd);
Days: LOAD Min(day) AS first, Max(day) AS last RESIDENT Sales;
Cities: LOAD 'city ' & RecNo() AS city, 'region ' & Mod(RecNo(), 4) AS region AUTOGENERATE 60;
`;

async function world(script = SCRIPT): Promise<World> {
  const w = new World(h);
  await w.prepare({ ...w.script(), script, tables: [] });
  return w;
}

async function load(w: World) {
  const done = await w.reload();
  expect(done).toMatchObject({ state: "succeeded" });
  await w.publish(done.generationId);
  const lines = await w.platform.reloadLog(w.tenant, done.id, 0);
  return { ...done, taken: lines.some(({ message }) => /rows of sales.qvd are taken over/.test(message)) };
}

async function answers(w: World) {
  const measures = ["Sum(amount)", "Count(distinct id)", "Count(distinct note)", "Max(day)", "Sum(first)"];
  const { rows } = await w.platform.query(w.tenant, w.app, { dimensions: ["region"], measures });
  return rows.map((row) => row.map((v) => (typeof v === "number" ? Math.round(v * 100) / 100 : v))).sort();
}

const stored = (w: World) => join(h.folder, "uploads", w.tenant.id, "stored", "sales.qvd");

const filesOf = (w: World) => readdir(join(h.folder, "generations", w.tenant.id, w.app));

test("rows of the QVD stored before are taken over, and answers are those of a run that reads it", async () => {
  const [quick, plain] = [await world(), await world()];
  await load(quick);
  await load(plain);
  const kept: boolean[] = [];
  for (let run = 1; run <= 2; run++) {
    // Another time of the same file: as if somebody else had written it.
    await utimes(stored(plain), new Date(), new Date(run * 1000));
    const [one, other] = [await load(quick), await load(plain)];
    expect([one.taken, other.taken]).toEqual([true, false]);
    expect(one.generation?.rows).toBe(other.generation?.rows);
    expect(one.generation?.model).toEqual(other.generation?.model);
    expect(await answers(quick)).toEqual(await answers(plain));
    kept.push((await filesOf(quick)).includes(`${one.generationId}.base`));
    await h.restart();
    expect(await answers(quick)).toEqual(await answers(plain));
  }
  // Rows that are written over have their code tables written anew: some time all is.
  expect(kept[0]).toBe(true);
  expect(await h.leftovers()).toEqual([]);
});

test("a partial reload goes on with it, and lists keep the order of loading", async () => {
  const partial =
    "Sales: ADD LOAD 1000000 + RecNo() AS id, 'city late' AS city, 2.5 AS amount AUTOGENERATE 3;";
  const w = await world(`IF IsPartialReload() THEN\n${partial}\nELSE\n${SCRIPT}\nEND IF`);
  await load(w);
  expect(await load(w)).toMatchObject({ taken: true });
  const list = async () => {
    const question = { kind: "values" as const, field: "id", sort: "load" as const, limit: 400 };
    const { answers } = await w.platform.ask(w.tenant, w.app, { questions: { list: question } });
    const { list: found } = answers;
    if (found?.kind !== "values") throw new Error(JSON.stringify(found));
    return found.values.map(({ value }) => Number(value));
  };
  const before = await list();
  expect(before.slice(0, 2)).toEqual([40001, 40002]);
  expect(before.slice(300, 302)).toEqual([ROWS + 1, ROWS + 2]);
  const done = await w.reload(w.reloadSpec({ partial: true }));
  expect(done).toMatchObject({ state: "succeeded" });
  await w.publish(done.generationId);
  expect(done.generation?.rows).toBe(ROWS + 1200 + 61 + 3);
  expect(await list()).toEqual(before);
});
