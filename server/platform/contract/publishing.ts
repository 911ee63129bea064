import { expect, test } from "vitest";
import { type PlatformHarness, refused, World } from "./world";

const DE = [{ column: "country", op: "=" as const, value: "DE" }];

/** Verify, publish, verify what is published, ask it. */
export function publishingSuite(open: () => PlatformHarness): void {
  test("a sound generation passes every check, the template's own included", async () => {
    const w = new World(open());
    await w.prepare();
    const { generationId } = await w.reload();
    const checks = [
      { name: "revenue", measure: "Sum(amount)", min: 1, max: 1000 },
      { name: "exactly", measure: "Sum(amount)", equals: 100 },
    ];
    const result = await w.platform.verify(w.tenant, w.verifySpec(generationId, { checks }));
    expect(result.checks.filter((c) => !c.ok)).toEqual([]);
    expect(result).toMatchObject({ ok: true });
    expect(result.checks.map((c) => c.name)).toEqual(
      expect.arrayContaining(["rows", "loops", "syntheticKeys", "fields", "revenue", "exactly"]),
    );
  });

  test("every failed check is told, with the nearest names of missing fields", async () => {
    const w = new World(open());
    await w.prepare();
    const { generationId } = await w.reload();
    const checks = [
      { name: "too low", measure: "Sum(amount)", min: 101 },
      { name: "too high", measure: "Sum(amount)", max: 99 },
      { name: "other", measure: "Sum(amount)", equals: 99 },
    ];
    const spec = w.verifySpec(generationId, { fields: ["id", "contry"], checks, maxRows: 3 });
    const result = await w.platform.verify(w.tenant, spec);
    expect(result.ok).toBe(false);
    const failed = result.checks.filter((c) => !c.ok).map((c) => c.name);
    expect(failed.sort()).toEqual(["fields", "other", "rows", "too high", "too low"]);
    expect(result.checks.find((c) => c.name === "fields")?.message).toMatch(/"contry".*"country"/);
  });

  test("a reload without rows is no success worth publishing", async () => {
    const w = new World(open());
    await w.prepare(w.script("orders", [{ column: "country", op: "=", value: "XX" }]));
    const { generationId } = await w.reload();
    const result = await w.platform.verify(w.tenant, w.verifySpec(generationId));
    expect(result.checks.filter((c) => !c.ok).map((c) => c.name)).toEqual(["rows"]);
  });

  test.each(["loops", "syntheticKeys"] as const)("%s are refused unless allowed", async (what) => {
    const w = new World(open());
    await w.prepare(w.script(what));
    const { generationId } = await w.reload();
    const strict = await w.platform.verify(w.tenant, w.verifySpec(generationId, { fields: [] }));
    expect(strict.checks.filter((c) => !c.ok).map((c) => c.name)).toEqual([what]);
    const allow = { loops: true, syntheticKeys: true };
    const lax = await w.platform.verify(w.tenant, w.verifySpec(generationId, { fields: [], allow }));
    expect(lax.checks.filter((c) => !c.ok)).toEqual([]);
  });

  test("publishing moves the pointer, keeps the id, and undo moves it back", async () => {
    const w = new World(open());
    await w.prepare();
    const first = await w.reload();
    const created = await w.publish(first.generationId);
    expect(created.effect).toBe("created");
    expect((await w.publish(first.generationId)).effect).toBe("found");
    await w.platform.applyScript.apply(w.call(), w.script("orders", DE));
    const second = await w.reload();
    expect(await w.sum()).toBe(100);
    const changed = await w.publish(second.generationId);
    expect(changed).toMatchObject({ effect: "changed", remoteId: created.remoteId });
    expect(await w.sum()).toBe(30);
    const input = { app: w.app, space: "Live", generation: second.generationId, version: "1.0.0" };
    await w.platform.publish.undo(w.call(), input, changed);
    await w.platform.publish.undo(w.call(), input, changed);
    expect(await w.sum()).toBe(100);
  });

  test("a click is answered from the published generation, every question by its kind", async () => {
    const w = new World(open());
    await w.prepare();
    const ask = () =>
      w.platform.ask(w.tenant, w.app, {
        selections: { country: ["DE", "FR", "IT"] },
        questions: {
          total: { kind: "cube", dimensions: [], measures: ["Sum(amount)"] },
          countries: { kind: "values", field: "country" },
          table: {
            kind: "pivot",
            rows: [{ expression: "country" }],
            columns: [],
            measures: ["Sum(amount)"],
          },
        },
      });
    const first = await w.reload();
    await refused(ask(), "platform.not_found");
    await w.publish(first.generationId);
    const { generation, answers, fields } = await ask();
    expect(generation).toBe(first.generationId);
    expect(answers.total).toMatchObject({ kind: "cube", rows: [[100]], rowCount: 1 });
    expect(answers.countries).toMatchObject({ kind: "values", field: "country" });
    expect(answers.table).toMatchObject({ kind: "pivot", totals: { totals: [100] } });
    expect(Object.keys(fields)).toEqual(["country"]);
  });

  test("undoing a first publication leaves no published app", async () => {
    const w = new World(open());
    await w.prepare();
    const { generationId } = await w.reload();
    const outcome = await w.publish(generationId);
    const input = { app: w.app, space: "Live", generation: generationId, version: "1.0.0" };
    await w.platform.publish.undo(w.call(), input, outcome);
    await refused(w.sum(), "platform.not_found");
  });

  test("nothing is published too early, and only into a managed space", async () => {
    const w = new World(open());
    await w.prepare();
    await refused(w.publish("gen_none"), "platform.not_found");
    await w.platform.ensureSpaces.apply(w.call(), { spaces: [w.space({ name: "Staging", kind: "shared" })] });
    const { generationId } = await w.reload();
    const input = { app: w.app, generation: generationId, version: "1.0.0" };
    await refused(w.platform.publish.apply(w.call(), { ...input, space: "Staging" }), "platform.invalid");
    await refused(w.platform.publish.apply(w.call(), { ...input, space: "Nowhere" }), "platform.not_found");
    await refused(w.sum(), "platform.not_found");
  });

  test("the published app answers from the generation that was asked for, or says so", async () => {
    const w = new World(open());
    await w.prepare();
    const first = await w.reload();
    await w.publish(first.generationId);
    const ask = (generation: string) => w.platform.verifyPublished(w.tenant, { app: w.app, generation });
    expect(await ask(first.generationId)).toMatchObject({ ok: true });
    const second = await w.reload();
    const late = await ask(second.generationId);
    expect(late.ok).toBe(false);
    expect(late.checks.find((c) => !c.ok)?.message).toContain(second.generationId);
  });
}
