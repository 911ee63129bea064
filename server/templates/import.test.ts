import { existsSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { checkExpression } from "@/server/builtin/script";
import type { Context } from "@/server/shared/context";
import { isAppError } from "@/server/shared/errors";
import { as, operator, testServices } from "@/server/testing/context";
import { getTemplate, getTemplateVersion, importTemplate, listTemplates, templateFilePath } from ".";

const MANIFEST = `
id: sales
version: 1.0.0
module: Sales
title: { en: Sales, de: Vertrieb }
questions: [Which products sell?]
connections: [{ name: shop, description: The shop's database }]
tables:
  - name: orders
    connection: shop
    columns: [{ name: id, type: integer }, { name: amount, type: decimal }, { name: note, optional: true }]
parameters: [{ name: currency, default: EUR }]
fields: [{ name: Order }, { name: Amount, format: money }]
measures: [{ name: revenue, expression: Sum(Amount), label: Revenue }]
verify: [{ name: has-orders, measure: revenue, min: 1 }]
theme: theme.json
`;
const SCRIPT =
  "LIB CONNECT TO 'shop';\nLET vToday = Today();\nOrders: SQL SELECT * FROM $(orders); // $(nothing)\nTRACE $(currency) $(vToday);\n";
const SHEET = `
sheet: overview
format: 1
title: Overview
objects:
  - { id: kpi, kind: kpi, at: [0, 0, 4, 3], measure: revenue }
  - { id: list, kind: table, at: [4, 0, 8, 6], dimension: Order, columns: [{ use: revenue }] }
`;

let ctx: Context;
beforeEach(async () => {
  ctx = as(await testServices(), operator());
});

type Files = Partial<
  Record<"template.yaml" | "script.qvs" | "sheets/overview.yaml" | "files/theme.json", string | null>
>;

async function folder(changes: Files = {}): Promise<string> {
  const root = join(await mkdtemp(join(tmpdir(), "template-")), "sales");
  const files: Files = {
    "template.yaml": MANIFEST,
    "script.qvs": SCRIPT,
    "sheets/overview.yaml": SHEET,
    "files/theme.json": "{}",
    ...changes,
  };
  for (const [path, text] of Object.entries(files)) {
    if (text === null || text === undefined) continue;
    await mkdir(join(root, path, ".."), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
}

async function issuesOf(changes: Files): Promise<string[]> {
  try {
    await importTemplate(ctx, { folder: await folder(changes) });
    return [];
  } catch (error) {
    if (!isAppError(error)) throw error;
    return (error.options.issues ?? []).map((i) => `${i.file}:${i.line}:${i.column} ${i.path} ${i.message}`);
  }
}

describe("importing a template", () => {
  it("releases it with script, sheets and files, and lists it", async () => {
    const root = await folder();
    const { effect, version, warnings } = await importTemplate(ctx, { folder: root });
    expect([effect, warnings]).toEqual(["created", []]);
    expect(version).toMatchObject({
      templateId: "sales",
      version: "1.0.0",
      state: "released",
      script: SCRIPT,
    });
    const kept = templateFilePath(ctx.dataFolder, version.files[0]?.sha256 ?? "");
    expect(readFileSync(kept, "utf8")).toBe("{}");
    expect((await listTemplates(ctx)).items).toMatchObject([
      { id: "sales", title: { en: "Sales", de: "Vertrieb" } },
    ]);
    expect((await getTemplateVersion(ctx, { id: "sales", version: "1.0.0" })).sheets).toHaveLength(1);
  });

  it("the same content again is found, however its YAML is laid out; other content is refused", async () => {
    await importTemplate(ctx, { folder: await folder() });
    const laidOut = await importTemplate(ctx, {
      folder: await folder({ "template.yaml": `# again\n${MANIFEST}\n` }),
    });
    expect(laidOut.effect).toBe("found");
    const other = importTemplate(ctx, { folder: await folder({ "script.qvs": `${SCRIPT}TRACE x;` }) });
    await expect(other).rejects.toMatchObject({ code: "templates.immutable", kind: "conflict" });
  });

  it("a higher version becomes the latest, a lower one does not", async () => {
    for (const v of ["1.2.0", "1.10.0", "1.3.0"])
      await importTemplate(ctx, { folder: await folder({ "template.yaml": MANIFEST.replace("1.0.0", v) }) });
    const template = await getTemplate(ctx, { id: "sales" });
    expect(template.latestVersion).toBe("1.10.0");
    expect(template.versions.map((v) => v.version)).toEqual(["1.10.0", "1.3.0", "1.2.0"]);
  });

  it("an unknown version's error names those there are", async () => {
    await importTemplate(ctx, { folder: await folder() });
    await expect(getTemplateVersion(ctx, { id: "sales", version: "9.9.9" })).rejects.toMatchObject({
      code: "template.not_found",
      options: { advice: "There are: 1.0.0." },
    });
    await expect(getTemplate(ctx, { id: "slaes" })).rejects.toMatchObject({
      options: { advice: 'Did you mean "sales"?' },
    });
  });

  it("needs the permission", async () => {
    const support = { ...ctx, actor: operator("support") };
    await expect(importTemplate(support, { folder: await folder() })).rejects.toMatchObject({
      code: "auth.forbidden",
    });
  });
});

describe("mistakes are told with file, line and what was probably meant", () => {
  it("an unknown key", async () => {
    expect(await issuesOf({ "template.yaml": MANIFEST.replace("questions:", "qestions:") })).toEqual([
      'sales/template.yaml:6:1 qestions unknown key "qestions". Did you mean "questions"?',
    ]);
  });

  it("a version that YAML reads as a number", async () => {
    expect((await issuesOf({ "template.yaml": MANIFEST.replace("1.0.0", "1.0") }))[0]).toContain(
      "put it in quotes",
    );
  });

  it("a connection slot nobody declared", async () => {
    expect(
      (await issuesOf({ "template.yaml": MANIFEST.replace("connection: shop", "connection: shpo") }))[0],
    ).toBe(
      'sales/template.yaml:10:5 tables[0].connection there is no connection slot "shpo". Did you mean "shop"?',
    );
  });

  it("a field that a sheet, a measure or an expression names and the template does not declare", async () => {
    const sheet = SHEET.replace("dimension: Order", "dimension: Odrer");
    expect(await issuesOf({ "sheets/overview.yaml": sheet })).toEqual([
      'sales/sheets/overview.yaml:7:48 objects[1].dimension there is no field "Odrer" in template.yaml. Did you mean "Order"?',
    ]);
    const manifest = MANIFEST.replace("Sum(Amount)", "Sum(Amuont)");
    expect((await issuesOf({ "template.yaml": manifest }))[0]).toContain('there is no field "Amuont"');
  });

  it("a measure, objects that overlap, a sheet whose id is not its file's name", async () => {
    const sheet = SHEET.replace("measure: revenue }", "measure: revenu }").replace(
      "[4, 0, 8, 6]",
      "[3, 1, 8, 6]",
    );
    expect(
      await issuesOf({ "sheets/overview.yaml": sheet.replace("sheet: overview", "sheet: other") }),
    ).toEqual([
      expect.stringContaining('"other" must be the same as the file\'s name'),
      expect.stringContaining('"list" lies over "kpi"'),
      expect.stringContaining('there is no measure "revenu" in template.yaml. Did you mean "revenue"?'),
    ]);
  });

  it("a script variable that is neither declared nor set", async () => {
    expect(await issuesOf({ "script.qvs": SCRIPT.replace("$(orders)", "$(ordrs)") })).toEqual([
      'sales/script.qvs:3:27  $(ordrs) is no table or parameter of template.yaml and is not set before. Did you mean "orders"?',
    ]);
  });

  it("syntax errors of the script come from the checker it is given", async () => {
    const check = () => [{ line: 2, column: 5, message: "a semicolon is missing" }];
    await expect(importTemplate(ctx, { folder: await folder() }, check)).rejects.toMatchObject({
      options: {
        issues: [{ file: "sales/script.qvs", line: 2, column: 5, message: "a semicolon is missing" }],
      },
    });
  });

  it("a missing part, a link, a theme that is not there", async () => {
    await expect(importTemplate(ctx, { folder: await folder({ "script.qvs": null }) })).rejects.toMatchObject(
      {
        code: "templates.folder",
      },
    );
    const linked = await folder();
    await symlink("/etc/hosts", join(linked, "files/hosts"));
    await expect(importTemplate(ctx, { folder: linked })).rejects.toMatchObject({ code: "templates.folder" });
    expect((await issuesOf({ "files/theme.json": null }))[0]).toContain("there is no files/theme.json");
    expect(existsSync(join(ctx.dataFolder, "templates"))).toBe(false);
  });
});

describe("expressions of sheets", () => {
  const sheet = (value: string) =>
    SHEET.replace("objects:", `measures:\n  own: { value: '${value.replaceAll("'", "''")}' }\nobjects:`);
  const check = Object.assign(() => [], { expression: checkExpression });
  const problems = async (value: string): Promise<string[]> => {
    const at = await folder({ "sheets/overview.yaml": sheet(value) });
    const error = await importTemplate(ctx, { folder: at }, check).then(
      () => null,
      (e: unknown) => e,
    );
    return isAppError(error) ? (error.options.issues ?? []).map((i) => `${i.path}: ${i.message}`) : [];
  };

  it("with set analysis are taken, and their fields are looked up inside sets too", async () => {
    expect(await problems('Sum({<Order={1,">=10<20"}, Amount=>} Amount) / $(=Max(Order))')).toEqual([]);
    expect(await problems("Sum({<Ordr={1}, Amount-={2}>} Amount) / $(=Max(Odrer))")).toEqual([
      expect.stringMatching(/^measures\.own\.value: .*"Ordr".*Order/),
      expect.stringMatching(/^measures\.own\.value: .*"Odrer".*Order/),
    ]);
  });

  it("may name an input of the sheet where they need its value", async () => {
    const input = "  - { id: target, kind: input, at: [0, 6, 4, 3], variable: vTarget, input: number }\n";
    const of = (name: string) =>
      issuesOf({ "sheets/overview.yaml": `${sheet(`Sum(Amount) / ${name}`).trimEnd()}\n${input}` });
    expect(await of("vTarget")).toEqual([]);
    expect(await of("vOther")).toEqual([expect.stringContaining("vOther")]);
  });

  it("that cannot be read are named with the place in them", async () => {
    expect(await problems("Sum({<Order={>10}>} Amount)")).toEqual([
      expect.stringMatching(/^measures\.own\.value: at column 14 of "Sum.*double ones/),
    ]);
  });
});
