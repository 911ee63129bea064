import { describe, expect, it } from "vitest";
import { checkExpression, checkScript, walk } from "@/server/builtin/script";
import {
  type CompiledTemplate,
  compileTemplate,
  manifestReferences,
  readTemplateFolder,
  sheetReferences,
} from "@/server/templates";
import { sampleTemplateFolders } from "./templates";
import { readExpression } from "./testing/sheet-click";

/** Objects that are no chart. */
const NO_CHARTS = new Set(["filters", "input", "button", "text"]);

async function compiled(folder: string): Promise<CompiledTemplate> {
  return compileTemplate(await readTemplateFolder(folder));
}

/** How many aggregations of a template say which rows they mean. */
function setsOf({ manifest, sheets }: CompiledTemplate): number {
  const named = [...manifestReferences(manifest), ...sheets.flatMap(sheetReferences)];
  let sets = 0;
  for (const { name } of named.filter((r) => r.kind === "expression"))
    walk(readExpression(name), (node) => {
      if (node.kind === "call" && node.set) sets++;
      return undefined;
    });
  return sets;
}

describe("sample templates", () => {
  it("show at least ten kinds of charts together, and each of them uses set analysis", async () => {
    const templates = await Promise.all(sampleTemplateFolders().map(compiled));
    expect(templates).toHaveLength(3);
    const kinds = templates.flatMap(({ sheets }) => sheets.flatMap((s) => s.objects.map((o) => o.kind)));
    const charts = new Set(kinds.filter((kind) => !NO_CHARTS.has(kind)));
    expect([...charts].length, [...charts].join(", ")).toBeGreaterThanOrEqual(10);
    expect(templates.filter((t) => setsOf(t) === 0)).toEqual([]);
  });

  it.each(sampleTemplateFolders())("in %s are without fault and without warning", async (folder) => {
    const check = Object.assign((script: string) => checkScript(script), { expression: checkExpression });
    const compiled = compileTemplate(await readTemplateFolder(folder), check);
    expect(compiled.warnings).toEqual([]);
    expect(compiled.sheets.length).toBeGreaterThanOrEqual(2);
    expect(compiled.manifest.verify.length).toBeGreaterThanOrEqual(3);
  });
});
