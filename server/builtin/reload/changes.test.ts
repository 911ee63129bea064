import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type BuiltinHarness, openBuiltin } from "@/server/builtin/testing/harness";
import { World } from "@/server/platform/contract/world";

let h: BuiltinHarness;
beforeAll(async () => {
  h = await openBuiltin();
});
afterAll(() => h.close());

const BASE_ROWS = 200_000;

/** New sales, some of cities that were not there; rows changed and deleted; a small table loaded anew. */
const script = (added: number, rows = BASE_ROWS) => `IF IsPartialReload() THEN
LET first = NoOfRows('Sales');
Sales: ADD LOAD RecNo() + $(first) AS id, 'city ' & Mod(RecNo() + $(first), 45 + $(first) / ${added}) AS city,
  Mod(RecNo(), 900) / 100 AS amount, 'note ' & Hash128(RecNo() + $(first)) AS note AUTOGENERATE ${added};
Runs: ADD LOAD NoOfRows('Sales') AS sales AUTOGENERATE 1;
Today: REPLACE LOAD NoOfRows('Runs') AS runs AUTOGENERATE 1;
ELSE
Sales: LOAD RecNo() AS id, 'city ' & Mod(RecNo(), 30) AS city, Mod(RecNo(), 700) / 100 AS amount,
  'note ' & Hash128(RecNo()) AS note AUTOGENERATE ${rows};
Cities: LOAD 'city ' & RecNo() AS city, 'region ' & Mod(RecNo(), 4) AS region AUTOGENERATE 60;
Runs: LOAD 0 AS sales AUTOGENERATE 1;
Today: LOAD 0 AS runs AUTOGENERATE 1;
END IF
`;

async function world(text: string): Promise<World> {
  const w = new World(h);
  await w.prepare({ ...w.script(), script: text, tables: [] });
  return w;
}

async function partly(w: World) {
  const done = await w.reload(w.reloadSpec({ partial: true }));
  expect(done).toMatchObject({ state: "succeeded" });
  await w.publish(done.generationId);
  return done;
}

/** Answers that need every row, every key and what is new. */
async function answers(w: World) {
  const measures = ["Sum(amount)", "Count(distinct id)", "Count(distinct note)", "Sum(runs)", "Count(sales)"];
  const { rows } = await w.platform.query(w.tenant, w.app, { dimensions: ["region"], measures });
  return rows.map((row) => row.map((v) => (typeof v === "number" ? Math.round(v * 100) / 100 : v))).sort();
}

async function filesOf(w: World) {
  const folder = join(h.folder, "generations", w.tenant.id, w.app);
  const names = (await readdir(folder)).sort();
  return Object.fromEntries(
    await Promise.all(names.map(async (n) => [n, await stat(join(folder, n))] as const)),
  );
}

test("partial reloads keep what they changed beside the file there is, and answer as a reload of all does", async () => {
  const added = 2000;
  const w = await world(script(added));
  const full = await w.reload();
  await w.publish(full.generationId);
  const whole = (await filesOf(w))[`${full.generationId}.tgen`];
  for (let run = 1; run <= 3; run++) {
    const { generationId, generation } = await partly(w);
    expect(generation?.rows).toBe(BASE_ROWS + 60 + 2 + run * added + run);
    const files = await filesOf(w);
    expect(files[`${generationId}.base`]?.ino).toBe(whole?.ino);
    expect(files[`${generationId}.tgen`]?.size).toBeLessThan((whole?.size ?? 0) / 4);
    const { tables } = generation?.model ?? { tables: [] };
    expect(tables.find((t) => t.name === "Sales")?.columns).toEqual([
      { field: "id", nulls: 0, distinct: BASE_ROWS + run * added },
      { field: "city", nulls: 0, distinct: expect.any(Number) },
      { field: "amount", nulls: 0, distinct: 900 },
      { field: "note", nulls: 0, distinct: BASE_ROWS + run * added },
    ]);
  }
  const grown = await answers(w);
  // Restarted, what is open is opened again; and the same rows without a log.
  await h.restart();
  expect(await answers(w)).toEqual(grown);
  expect(Object.keys(await filesOf(w)).filter((name) => name === `${full.generationId}.tgen`)).toEqual([]);
  expect(await h.leftovers()).toEqual([]);
});

test("many changes are written into the file again, and the next ones lie beside that", async () => {
  const w = await world(script(8000, 20_000));
  await w.publish((await w.reload()).generationId);
  const kinds: boolean[] = [];
  for (let run = 0; run < 4; run++) {
    const { generationId } = await partly(w);
    kinds.push(`${generationId}.base` in (await filesOf(w)));
  }
  expect(kinds).toContain(true);
  expect(kinds).toContain(false);
  expect((await answers(w)).length).toBeGreaterThan(3);
});

test("a field that becomes another one is there after a partial reload, and the next ones", async () => {
  const dual = "Cities: ADD LOAD Dual('none', 0) AS city, 'region 0' AS region AUTOGENERATE 1;\nELSE";
  const w = await world(script(200, 2000).replace("ELSE", dual).replaceAll("'city ' & ", ""));
  await w.publish((await w.reload()).generationId);
  for (let run = 1; run <= 2; run++) {
    await partly(w);
    const { rows } = await w.platform.query(w.tenant, w.app, { dimensions: [], measures: ["Count(region)"] });
    expect(rows).toEqual([[60 + run]]);
  }
});

test("a base that is damaged is told, and a reload of all mends it", async () => {
  const w = await world(script(200, 2000));
  await w.publish((await w.reload()).generationId);
  const { generationId } = await partly(w);
  await rm(join(h.folder, "generations", w.tenant.id, w.app, `${generationId}.base`));
  await expect(answers(w)).rejects.toMatchObject({ code: "generations.damaged" });
  expect(await w.reload(w.reloadSpec({ partial: true }))).toMatchObject({
    state: "failed",
    error: { code: "generations.damaged" },
  });
  await w.publish((await w.reload()).generationId);
  expect((await answers(w)).length).toBeGreaterThan(3);
});
