import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { localPolicy } from "@/server/builtin/sources/testing/open-policy";
import { type BuiltinHarness, openBuiltin } from "@/server/builtin/testing/harness";
import { parseTenantsFile } from "@/server/provisioning/tenants-file";
import { type CompiledTemplate, compileTemplate, readTemplateFolder } from "@/server/templates";
import { SAMPLE_CUSTOMERS } from "./customers";
import { makeSampleDatabases } from "./make";
import { SAMPLE_TEMPLATES, sampleTemplateFolders } from "./templates";
import { sampleTenantsFiles } from "./tenants-files";
import { expectSameAnswer } from "./testing/answers";
import { MEASURE_QUESTIONS } from "./testing/measure-questions";
import { openOracle } from "./testing/oracle";
import { reloaded } from "./testing/reloaded";
import { measureLibrary, namedByTemplate, sheetClick } from "./testing/sheet-click";

const folder = mkdtempSync(join(tmpdir(), "tenantry-clicks-"));
let harness: BuiltinHarness;

beforeAll(async () => {
  harness = await openBuiltin({ policy: localPolicy(folder) });
});
afterAll(async () => {
  await harness.close();
  rmSync(folder, { recursive: true, force: true });
});

async function published(template: string) {
  const customer = SAMPLE_CUSTOMERS.find((c) => c.kind === "sqlite");
  const place = sampleTemplateFolders().find((f) => basename(f) === template);
  await makeSampleDatabases(folder, {});
  const file = sampleTenantsFiles(folder).find((f) => f.slug === customer?.slug);
  const [tenant] = parseTenantsFile({ file: "tenants.yaml", text: file?.file ?? "" }).value.tenants;
  if (!customer || !place || !tenant) throw new Error(`nothing to reload for ${template}`);
  const world = await reloaded(harness, tenant, place, null);
  const staged = await world.platform.query(
    world.tenant,
    world.app,
    { dimensions: [], measures: ["1"] },
    "staged",
  );
  await world.platform.ensureSpaces.apply(world.call(), { spaces: [world.space()] });
  await world.publish(staged.generation);
  const compiled: CompiledTemplate = compileTemplate(await readTemplateFolder(place));
  return { world, customer, compiled };
}

it.for(SAMPLE_TEMPLATES)(
  "every object of %s's sheets and all else it names is answered, and measures as plain SQL says",
  async (id) => {
    const { world, customer, compiled } = await published(id);
    const { manifest, sheets } = compiled;
    for (const sheet of sheets) {
      const questions = sheetClick(sheet, manifest);
      expect(Object.keys(questions).length).toBeGreaterThanOrEqual(sheet.objects.length);
      const { answers } = await world.platform.ask(world.tenant, world.app, { questions });
      expect(Object.entries(answers).filter(([, a]) => a.kind === "error")).toEqual([]);
    }
    const named = namedByTemplate(sheets, manifest);
    expect(Object.keys(named)).toEqual(expect.arrayContaining(manifest.measures.map((m) => m.expression)));
    const { answers: alone } = await world.platform.ask(world.tenant, world.app, { questions: named });
    expect(Object.entries(alone).filter(([, a]) => a.kind === "error")).toEqual([]);
    const oracle = openOracle(customer);
    const asked = MEASURE_QUESTIONS.filter((q) => q.template === id);
    expect(asked.length).toBeGreaterThan(1);
    for (const { sheet, measure, dimension, selections = {}, sql } of asked) {
      const of = sheets.find((s) => s.sheet === sheet);
      const expression = of && measureLibrary(of, manifest).get(measure);
      if (!expression) throw new Error(`${sheet} has no measure ${measure}`);
      const dimensions = dimension ? [{ expression: dimension }] : [];
      const { answers } = await world.platform.ask(world.tenant, world.app, {
        selections,
        questions: { q: { kind: "cube", dimensions, measures: [expression] } },
      });
      if (answers.q?.kind !== "cube") throw new Error(JSON.stringify(answers.q));
      expectSameAnswer(answers.q.rows, oracle.ask(sql), `${measure} by ${dimension}`);
    }
    oracle.close();
  },
);
