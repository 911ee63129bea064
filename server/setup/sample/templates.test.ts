import { describe, expect, it } from "vitest";
import { checkExpression, checkScript } from "@/server/builtin/script";
import { compileTemplate, readTemplateFolder } from "@/server/templates";
import { sampleTemplateFolders } from "./templates";

describe("sample templates", () => {
  it.each(sampleTemplateFolders())("in %s are without fault and without warning", async (folder) => {
    const check = Object.assign((script: string) => checkScript(script), { expression: checkExpression });
    const compiled = compileTemplate(await readTemplateFolder(folder), check);
    expect(compiled.warnings).toEqual([]);
    expect(compiled.sheets.length).toBeGreaterThanOrEqual(2);
    expect(compiled.manifest.verify.length).toBeGreaterThanOrEqual(3);
  });
});
