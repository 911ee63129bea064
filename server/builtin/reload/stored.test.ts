import { utimes } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type BuiltinHarness, openBuiltin } from "@/server/builtin/testing/harness";
import { partialSales, SalesApp, salesScript } from "./testing/sales";

const SALES = 50_000;

let h: BuiltinHarness;
beforeAll(async () => {
  h = await openBuiltin();
});
afterAll(() => h.close());

test("rows of the QVD stored before are taken over, and answers are those of a run that reads it", async () => {
  const [quick, plain] = [
    await SalesApp.open(h, salesScript(SALES)),
    await SalesApp.open(h, salesScript(SALES)),
  ];
  await quick.load();
  await plain.load();
  const kept: boolean[] = [];
  for (let run = 1; run <= 2; run++) {
    // Another time of the same file: as if somebody else had written it.
    await utimes(plain.file, new Date(), new Date(run * 1000));
    const [one, other] = [await quick.load(), await plain.load()];
    expect([one.taken, other.taken]).toEqual([true, false]);
    expect(one.generation?.rows).toBe(other.generation?.rows);
    expect(one.generation?.model).toEqual(other.generation?.model);
    expect(await quick.answers()).toEqual(await plain.answers());
    kept.push((await quick.generations()).includes(`${one.generationId}.base`));
    await h.restart();
    expect(await quick.answers()).toEqual(await plain.answers());
  }
  // Rows that are written over have their code tables written anew: some time all is.
  expect(kept[0]).toBe(true);
  expect(await h.leftovers()).toEqual([]);
});

test("a partial reload goes on with it, and lists keep the order of loading", async () => {
  const app = await SalesApp.open(h, partialSales(SALES));
  await app.load();
  expect(await app.load()).toMatchObject({ taken: true });
  const list = async () => {
    const question = { kind: "values" as const, field: "id", sort: "load" as const, limit: 400 };
    const { answers } = await h.platform.ask(app.world.tenant, app.world.app, {
      questions: { list: question },
    });
    const { list: found } = answers;
    if (found?.kind !== "values") throw new Error(JSON.stringify(found));
    return found.values.map(({ value }) => Number(value));
  };
  const before = await list();
  expect(before.slice(0, 2)).toEqual([40001, 40002]);
  expect(before.slice(300, 302)).toEqual([SALES + 1, SALES + 2]);
  const done = await app.load({ partial: true });
  expect(done.generation?.rows).toBe(SALES + 1200 + 61 + 3);
  expect(await list()).toEqual(before);
});
