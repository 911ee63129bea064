import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { compileTemplate } from "@/server/templates";
import { parseTenantsFile } from ".";

/** Examples of a guide: a file's name in backticks on a line of its own, then a fenced block. */
function examples(guide: string): Record<string, string> {
  const text = readFileSync(guide, "utf8");
  return Object.fromEntries(
    [...text.matchAll(/^`([^`]+)`\n\n```\w+\n([\s\S]*?)^```/gm)].map((m) => [m[1], m[2]]),
  );
}

it("the template in docs/templates.md compiles without a warning", () => {
  const files = examples("docs/templates.md");
  const file = (name: string) => ({ file: name, text: files[name] ?? "" });
  const compiled = compileTemplate({
    manifest: file("helpdesk/template.yaml"),
    script: file("helpdesk/script.qvs"),
    sheets: [file("helpdesk/sheets/overview.yaml")],
    files: [],
  });
  expect(compiled.warnings).toEqual([]);
  expect(compiled.sheets[0]?.objects).toHaveLength(6);
});

it("the tenants file in docs/tenants-file.md is one", () => {
  const text = examples("docs/tenants-file.md")["customers.yaml"] ?? "";
  const { value } = parseTenantsFile({ file: "customers.yaml", text });
  expect(value.tenants.map((t) => t.slug)).toEqual(["alpen", "borea"]);
  expect(value.tenants[1]?.apps[0]?.tables.agents?.where).toEqual([
    { column: "mandant", op: "=", value: "BOREA" },
    { column: "gruppe", op: "in", value: ["Nord", "Süd"] },
  ]);
});
