import { unzipSync } from "fflate";
import { beforeEach, describe, expect, it } from "vitest";
import { checkExpression, checkScript } from "@/server/builtin/script";
import { offeredTemplates } from "@/server/drafts";
import { type Context, systemContext } from "@/server/shared/context";
import { type AppError, isAppError } from "@/server/shared/errors";
import { as, operator, testServices } from "@/server/testing/context";
import {
  checkDraftTexts,
  cloneTemplate,
  discardDraft,
  draftContentAt,
  draftHistory,
  exportTemplate,
  getDraft,
  getTemplate,
  getTemplateVersion,
  importTemplateFiles,
  listDrafts,
  listTemplates,
  releaseDraft,
  restoreRevision,
  saveDraft,
  stageDraft,
  startDraft,
  templateCatalogue,
} from "..";

const MANIFEST = `# What the shop sells.
id: sales
version: "1.0.0"
module: Sales
title: { en: Sales, de: Vertrieb }
connections: [{ name: shop }]
tables:
  - name: orders
    connection: shop
    columns: [{ name: id, type: integer }, { name: amount, type: decimal }]
fields: [{ name: Order }, { name: Amount }]
measures: [{ name: revenue, expression: Sum(Amount) }]
`;
const SCRIPT =
  "LIB CONNECT TO 'shop';\nOrders:\nLOAD id AS Order, amount AS Amount;\nSQL SELECT * FROM $(orders);\n";
const SHEET = `sheet: overview
format: 1
title: Overview
objects:
  - { id: kpi, kind: kpi, at: [0, 0, 4, 3], measure: revenue } # the figure
`;
const FILES = {
  "template.yaml": MANIFEST,
  "script.qvs": SCRIPT,
  "sheets/overview.yaml": SHEET,
  "files/theme.json": "{}",
};

let owner: Context;
let colleague: Context;

const base64 = (text: string | Uint8Array) => Buffer.from(text).toString("base64");
const asFiles = (files: Record<string, string | Uint8Array>) =>
  Object.entries(files).map(([path, content]) => ({ path, content: base64(content) }));

async function codeOf(work: Promise<unknown>): Promise<AppError> {
  try {
    await work;
  } catch (error) {
    if (isAppError(error)) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

beforeEach(async () => {
  const services = await testServices();
  services.tools.checkScript = Object.assign((script: string) => checkScript(script), {
    expression: checkExpression,
  });
  owner = as(services, operator());
  colleague = as(services, operator("admin"));
  await importTemplateFiles(owner, { files: asFiles(FILES) });
});

describe("a draft", () => {
  it("begins as the newest release, with its comments, and is the same for everybody who starts one", async () => {
    const draft = await startDraft(owner, { id: "sales" });
    expect(draft).toMatchObject({ baseVersion: "1.0.0", revision: 1, issues: [], changed: false });
    expect(draft.texts["template.yaml"]).toBe(MANIFEST);
    expect(draft.texts["sheets/overview.yaml"]).toContain("# the figure");
    expect((await startDraft(colleague, { id: "sales" })).revision).toBe(1);
    expect(await listDrafts(owner)).toMatchObject([{ id: "sales", baseVersion: "1.0.0" }]);
  });

  it("is kept with its mistakes, which come back by file, line and column", async () => {
    await startDraft(owner, { id: "sales" });
    const texts = { "script.qvs": `${SCRIPT}LOAD FROM nothing` };
    const saved = await saveDraft(owner, { id: "sales", revision: 1, texts });
    expect(saved.revision).toBe(2);
    expect(saved.issues[0]).toMatchObject({ file: "script.qvs", line: 5 });
    expect([saved.contentHash, saved.proposal]).toEqual([null, null]);
    expect((await codeOf(stageDraft(owner, { id: "sales" }))).code).toBe("templates.invalid");
  });

  it("tells script mistakes and reads the sheets also while the manifest cannot be read", async () => {
    await startDraft(owner, { id: "sales" });
    const texts = { "template.yaml": "id: [", "script.qvs": "LOAD" };
    const { issues, manifest } = await checkDraftTexts(owner, { id: "sales", texts });
    expect(new Set(issues.map((i) => i.file))).toEqual(new Set(["template.yaml", "script.qvs"]));
    expect(manifest).toBeNull();
    const saved = await saveDraft(owner, { id: "sales", revision: 1, texts });
    expect(saved.sheets.map((s) => s.path)).toEqual(["sheets/overview.yaml"]);
  });

  it("may not take another id", async () => {
    await startDraft(owner, { id: "sales" });
    const texts = { "template.yaml": MANIFEST.replace("id: sales", "id: stock") };
    const { issues } = await saveDraft(owner, { id: "sales", revision: 1, texts });
    expect(issues).toMatchObject([{ file: "template.yaml", line: 2, path: "id" }]);
  });
});

describe("two people", () => {
  it("save different files at once, and neither is written over", async () => {
    await startDraft(owner, { id: "sales" });
    await saveDraft(owner, { id: "sales", revision: 1, texts: { "script.qvs": `${SCRIPT}// mine\n` } });
    const texts = { "sheets/overview.yaml": SHEET.replace("title: Overview", "title: Start") };
    const both = await saveDraft(colleague, { id: "sales", revision: 1, texts });
    expect(both.revision).toBe(3);
    expect(both.texts["script.qvs"]).toContain("// mine");
    expect(both.texts["sheets/overview.yaml"]).toContain("title: Start");
  });

  it("are told of a conflict where both changed one file", async () => {
    await startDraft(owner, { id: "sales" });
    await saveDraft(owner, { id: "sales", revision: 1, texts: { "script.qvs": `${SCRIPT}// mine\n` } });
    const late = saveDraft(colleague, { id: "sales", revision: 1, texts: { "script.qvs": `${SCRIPT}// x` } });
    const error = await codeOf(late);
    expect(error.code).toBe("templates.draft_conflict");
    expect(error.options.params).toMatchObject({ paths: ["script.qvs"], revision: 2, by: "user:usr_owner" });
    expect((await getDraft(owner, { id: "sales" })).texts["script.qvs"]).toContain("// mine");
  });

  it("each have rows of their own in the history; a sitting of one is one row", async () => {
    await startDraft(owner, { id: "sales" });
    for (const [revision, end] of ["a", "b", "c"].entries())
      await saveDraft(owner, {
        id: "sales",
        revision: revision + 1,
        texts: { "script.qvs": `${SCRIPT}// ${end}\n` },
      });
    await saveDraft(colleague, { id: "sales", revision: 4, texts: { "script.qvs": SCRIPT } });
    const { items } = await draftHistory(owner, { id: "sales" });
    expect(items.map((i) => [i.revision, i.savedBy, i.changed])).toEqual([
      [5, "user:usr_admin", ["script.qvs"]],
      [4, "user:usr_owner", ["script.qvs"]],
      [1, "user:usr_owner", []],
    ]);
    expect((await draftContentAt(owner, { id: "sales", at: 4 })).texts["script.qvs"]).toContain("// c");
    const back = await restoreRevision(owner, { id: "sales", at: 4, revision: 5 });
    expect(back.texts["script.qvs"]).toContain("// c");
    expect(back.revision).toBe(6);
  });
});

describe("versions of a draft's runs", () => {
  it("are offered to nobody: catalogue, lists, wizard and tenants file know released ones only", async () => {
    await startDraft(owner, { id: "sales" });
    await saveDraft(owner, { id: "sales", revision: 1, texts: { "script.qvs": `${SCRIPT}// new\n` } });
    const { version } = await stageDraft(owner, { id: "sales" });
    expect(version).toBe("1.0.1-draft.1");
    expect((await stageDraft(owner, { id: "sales" })).version).toBe("1.0.1-draft.2");
    expect((await templateCatalogue(owner))[0]).toMatchObject({ latestVersion: "1.0.0", versions: 1 });
    expect((await getTemplate(owner, { id: "sales" })).versions.map((v) => v.version)).toEqual(["1.0.0"]);
    expect((await offeredTemplates(owner)).map((t) => t.ref)).toEqual(["sales@1.0.0"]);
    expect((await codeOf(getTemplateVersion(owner, { id: "sales", version }))).code).toBe(
      "template.not_found",
    );
    const job = systemContext(owner, "job");
    expect((await codeOf(getTemplateVersion(job, { id: "sales", version }))).code).toBe("template.not_found");
  });

  it("cannot be imported under such a number", async () => {
    const manifest = MANIFEST.replace('"1.0.0"', '"1.0.1-draft.7"');
    const files = asFiles({ ...FILES, "template.yaml": manifest });
    expect((await codeOf(importTemplateFiles(owner, { files }))).code).toBe("templates.draft_version");
  });
});

describe("a release", () => {
  it("is proposed by what changed, kept with its changelog, and closes the draft", async () => {
    await startDraft(owner, { id: "sales" });
    const more = MANIFEST.replace("measures: [", "measures: [{ name: orders, expression: Count(Order) }, ");
    const draft = await saveDraft(owner, { id: "sales", revision: 1, texts: { "template.yaml": more } });
    expect(draft.proposal).toEqual({ size: "minor", version: "1.1.0" });
    const changelog = "- Number of orders";
    const release = { id: "sales", version: "1.1.0", changelog };
    expect((await codeOf(releaseDraft(owner, { ...release, revision: 1 }))).code).toBe(
      "templates.draft_conflict",
    );
    const low = releaseDraft(owner, { ...release, revision: 2, version: "1.0.0" });
    expect((await codeOf(low)).code).toBe("templates.version_order");
    const released = await releaseDraft(owner, { ...release, revision: 2 });
    expect(released).toMatchObject({ version: "1.1.0", state: "released", changelog });
    expect(released.manifest.version).toBe("1.1.0");
    expect((await getTemplate(owner, { id: "sales" })).latestVersion).toBe("1.1.0");
    expect((await codeOf(getDraft(owner, { id: "sales" }))).code).toBe("templates.no_draft");
    const next = await startDraft(owner, { id: "sales" });
    expect(next.texts["template.yaml"]).toBe(more.replace('"1.0.0"', '"1.1.0"'));
    expect(next.revision).toBeGreaterThan(2);
  });

  it("that takes something from customers is major", async () => {
    await startDraft(owner, { id: "sales" });
    const texts = {
      "template.yaml": MANIFEST.replace("{ name: id, type: integer }, ", "{ name: no }, { name: id }, "),
    };
    expect((await saveDraft(owner, { id: "sales", revision: 1, texts })).proposal?.version).toBe("2.0.0");
  });
});

describe("a copy", () => {
  it("is a draft of its own that no list of templates shows until it is released", async () => {
    const copy = await cloneTemplate(owner, { id: "sales", as: "sales-north", title: "Sales North" });
    expect(copy).toMatchObject({
      id: "sales-north",
      baseVersion: null,
      latestVersion: "",
      issues: [],
      changed: true,
    });
    expect(copy.texts["template.yaml"]).toContain('id: "sales-north"');
    expect((await listTemplates(owner)).items.map((t) => t.id)).toEqual(["sales"]);
    expect((await templateCatalogue(owner)).map((t) => t.id)).toEqual(["sales"]);
    expect((await codeOf(getTemplate(owner, { id: "sales-north" }))).code).toBe("template.not_found");
    expect((await codeOf(cloneTemplate(owner, { id: "sales", as: "sales-north" }))).code).toBe(
      "templates.id_taken",
    );
    await releaseDraft(owner, { id: "sales-north", revision: 1, version: "1.0.0", changelog: "First" });
    expect((await listTemplates(owner)).items.map((t) => t.id)).toEqual(["sales", "sales-north"]);
  });

  it("that is discarded before its first release leaves nothing", async () => {
    await cloneTemplate(owner, { id: "sales", as: "other" });
    expect(await discardDraft(owner, { id: "other" })).toEqual({ gone: true });
    expect((await cloneTemplate(owner, { id: "sales", as: "other" })).revision).toBe(1);
    await startDraft(owner, { id: "sales" });
    expect(await discardDraft(owner, { id: "sales" })).toEqual({ gone: false });
    expect((await getTemplate(owner, { id: "sales" })).latestVersion).toBe("1.0.0");
  });
});

describe("an exported template", () => {
  it("imported again has the same content hash", async () => {
    const { name, bytes } = await exportTemplate(owner, { id: "sales" });
    expect(name).toBe("sales-1.0.0.zip");
    const entries = Object.entries(unzipSync(bytes)).map(([path, content]) => [
      path.slice("sales/".length),
      content,
    ]);
    const again = await importTemplateFiles(owner, { files: asFiles(Object.fromEntries(entries)) });
    expect(again.effect).toBe("found");
    const elsewhere = as(await testServices(), operator());
    const moved = await importTemplateFiles(elsewhere, { files: asFiles(Object.fromEntries(entries)) });
    expect(moved.version.contentHash).toBe(again.version.contentHash);
  });

  it("is rewritten where its texts were not kept, with the same content", async () => {
    const { templateVersions: v } = owner.store.tables;
    await owner.store.tx((db) => db.update(v).set({ texts: null }));
    const { bytes } = await exportTemplate(owner, { id: "sales" });
    const entries = Object.entries(unzipSync(bytes)).map(([path, content]) => [
      path.slice("sales/".length),
      content,
    ]);
    expect((await importTemplateFiles(owner, { files: asFiles(Object.fromEntries(entries)) })).effect).toBe(
      "found",
    );
  });
});

describe("who may", () => {
  it("support reads drafts and writes none; tenants' people see none", async () => {
    await startDraft(owner, { id: "sales" });
    const support = as(owner, operator("support"));
    expect((await getDraft(support, { id: "sales" })).id).toBe("sales");
    expect((await codeOf(saveDraft(support, { id: "sales", revision: 1, texts: {} }))).code).toBe(
      "auth.forbidden",
    );
  });
});
