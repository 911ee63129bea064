import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import {
  makeApp,
  makeGeneration,
  makeMember,
  makeTemplate,
  makeTemplateVersion,
  makeTenant,
  makeUser,
} from "@/db/factories";
import { embedReader } from "@/server/apps";
import { dashboardOf, openDashboard } from "@/server/dashboards";
import type { Platform } from "@/server/platform/port";
import type { Context } from "@/server/shared/context";
import type { Sheet } from "@/server/templates";
import { as, memberOf, operator, testServices } from "@/server/testing/context";
import {
  createSheet,
  handOverSheets,
  listSheets,
  removeSheet,
  restoreSheet,
  saveSheet,
  sheetsOfMember,
  sheetTakers,
  updateSheet,
} from ".";

const kpi = {
  id: "a",
  kind: "kpi" as const,
  at: [0, 0, 4, 3] as [number, number, number, number],
  measure: "sales",
};
const BASE: Sheet = {
  sheet: "overview",
  format: 1,
  title: { en: "Overview", de: "Überblick" },
  objects: [kpi],
};
const MODEL = { tables: [], fields: [], associations: [], loops: [], syntheticKeys: [] };

let services: Context;
let tenantId: string;
let app: string;
let author: Context;
let other: Context;
let admin: Context;
let viewer: Context;

beforeEach(async () => {
  services = as(await testServices({ platform: () => ({}) as Platform }), operator());
  tenantId = (await makeTenant(services.store, { state: "active" })).id;
  await makeTemplate(services.store, { id: "sales" });
  app = (await makeApp(services.store, { tenantId, templateId: "sales", title: "Sales" })).id;
  await publish("1.0.0", [BASE]);
  author = as(services, memberOf(tenantId, "author"));
  other = as(services, { ...memberOf(tenantId, "author"), id: "usr_other" });
  admin = as(services, memberOf(tenantId, "admin"));
  viewer = as(services, memberOf(tenantId, "viewer"));
});

/** What an upgrade, a reload and a republish do to an app. */
async function publish(version: string, sheets: Sheet[]): Promise<void> {
  const { store } = services;
  await makeTemplateVersion(store, { templateId: "sales", version, sheets, manifest: { id: "sales" } });
  const { id } = await makeGeneration(store, { tenantId, appId: app, model: MODEL });
  const pointers = { publishedGenerationId: id, publishedVersion: version };
  await store.tx((db) => db.update(store.tables.apps).set(pointers).where(eq(store.tables.apps.id, app)));
}

const copy = (ctx: Context, from = "overview") => createSheet(ctx, { app, title: "Mine", from });
const sheetsSeen = async (ctx: Context) =>
  (await openDashboard(ctx, { id: app })).sheets.map(
    ({ sheet, title }) => `${sheet}: ${JSON.stringify(title)}`,
  );

describe("a sheet that an author makes", () => {
  it("is a private copy; the template's own stays as it is and is locked", async () => {
    const made = await copy(author);
    expect(made).toMatchObject({
      mine: true,
      shared: false,
      changes: true,
      copiedFrom: "overview",
      revision: 1,
    });
    expect(made.sheet).toMatchObject({ title: "Mine", objects: [kpi] });
    expect(made.sheet.sheet).not.toBe("overview");
    const seen = await openDashboard(author, { id: app });
    expect(seen.sheets).toEqual([BASE, made.sheet]);
    expect(Object.keys(seen.own ?? {})).toEqual([made.sheet.sheet]);
    for (const ctx of [other, admin, viewer])
      expect((await openDashboard(ctx, { id: app })).sheets).toEqual([BASE]);
    await expect(
      saveSheet(author, { id: "overview", revision: 1, sheet: { ...BASE, title: "Taken" } }),
    ).rejects.toMatchObject({ code: "sheet.not_found" });
  });

  it("can begin empty", async () => {
    const { sheet, copiedFrom } = await createSheet(author, { app, title: "Blank" });
    expect([sheet.objects, copiedFrom]).toEqual([[], null]);
  });

  it("is made by authors and admins only", async () => {
    await expect(copy(viewer)).rejects.toMatchObject({ code: "auth.forbidden" });
  });

  it("is not a copy of somebody else's private one", async () => {
    const { sheet } = await copy(author);
    await expect(copy(other, sheet.sheet)).rejects.toMatchObject({ code: "sheet.not_found" });
  });
});

describe("saving", () => {
  it("replaces what is on it, once per revision, and keeps its id whatever the file says", async () => {
    const { id, sheet } = await copy(author);
    const next: Sheet = { ...BASE, sheet: "overview", title: "Changed", objects: [] };
    expect(await saveSheet(author, { id, revision: 1, sheet: next })).toMatchObject({
      revision: 2,
      sheet: { sheet: sheet.sheet, title: "Changed", objects: [] },
    });
    await expect(saveSheet(author, { id, revision: 1, sheet: next })).rejects.toMatchObject({
      code: "sheets.changed",
    });
  });

  it("is for whoever it belongs to, and admins where it is shared", async () => {
    const { id } = await copy(author);
    const save = (ctx: Context, revision: number) => saveSheet(ctx, { id, revision, sheet: BASE });
    await expect(save(admin, 1)).rejects.toMatchObject({ code: "sheet.not_found" });
    await updateSheet(author, { id, shared: true });
    for (const ctx of [other, viewer])
      await expect(save(ctx, 1)).rejects.toMatchObject({ code: "sheets.forbidden" });
    expect(await save(admin, 1)).toMatchObject({ revision: 2 });
  });
});

describe("sharing", () => {
  it("shows it to everybody who opens the app, also in embeds, until it is taken back", async () => {
    const { id } = await copy(author);
    await updateSheet(author, { id, shared: true });
    expect(await sheetsSeen(viewer)).toHaveLength(2);
    const { apps } = services.store.tables;
    const [row] = await services.store.read.select().from(apps).where(eq(apps.id, app));
    if (!row) throw new Error("The app is gone.");
    const embedded = await embedReader(services, { kind: "host", subject: "eve", groups: [] }, row);
    const { own = {} } = await dashboardOf(embedded);
    expect(Object.values(own)).toMatchObject([{ mine: false, shared: true, changes: false }]);
    await updateSheet(author, { id, shared: false });
    expect(await sheetsSeen(viewer)).toHaveLength(1);
  });

  it("taken back and handed over in the same moment, it is shared no longer", async () => {
    const { id: userId } = await makeUser(services.store);
    const { id: member } = await makeMember(services.store, { tenantId, userId, role: "author" });
    const { id } = await copy(author);
    await updateSheet(author, { id, shared: true });
    await Promise.all([updateSheet(admin, { id, shared: false }), updateSheet(admin, { id, member })]);
    const { ownSheets: s } = services.store.tables;
    const [row] = await services.store.read.select().from(s).where(eq(s.id, id));
    expect(row).toMatchObject({ owner: `user:${userId}`, shared: false });
  });

  it("hands it over to another author, who alone decides then", async () => {
    const actor = other.actor.id;
    await makeUser(services.store, { id: actor });
    const { id: member } = await makeMember(services.store, {
      tenantId,
      userId: actor,
      role: "author",
      name: "Bo",
    });
    const look = await makeMember(services.store, { tenantId, role: "viewer", name: "Vi" });
    const { id } = await copy(author);
    expect(await sheetTakers(author, { id })).toEqual([{ id: member, name: "Bo" }]);
    await expect(updateSheet(author, { id, member: look.id })).rejects.toMatchObject({
      code: "sheets.no_author",
    });
    await updateSheet(author, { id, member });
    expect(await sheetsSeen(author)).toHaveLength(1);
    expect(await listSheets(other, { app })).toMatchObject([{ id, mine: true }]);
  });
});

describe("a deleted sheet", () => {
  it("is gone for everybody and comes back as it was", async () => {
    const { id } = await copy(author);
    await updateSheet(author, { id, shared: true });
    await removeSheet(author, { id });
    expect(await sheetsSeen(viewer)).toHaveLength(1);
    await restoreSheet(author, { id });
    expect(await sheetsSeen(viewer)).toHaveLength(2);
  });

  it("is deleted and brought back by whoever it belongs to, and by admins", async () => {
    const { id } = await copy(author);
    await updateSheet(author, { id, shared: true });
    for (const ctx of [other, viewer])
      await expect(removeSheet(ctx, { id })).rejects.toMatchObject({ code: "sheets.forbidden" });
    await removeSheet(admin, { id });
    await restoreSheet(admin, { id });
    expect(await listSheets(author, { app })).toHaveLength(1);
  });
});

it("outlives upgrades and reloads, also where the sheet it was copied from is gone", async () => {
  const { id, sheet } = await copy(author);
  await updateSheet(author, { id, shared: true });
  await publish("2.0.0", [{ ...BASE, sheet: "new-overview" }]);
  const seen = await openDashboard(viewer, { id: app });
  expect(seen.sheets.map((s) => s.sheet)).toEqual(["new-overview", sheet.sheet]);
  expect(seen.sheets[1]).toEqual(sheet);
  expect(seen.own?.[sheet.sheet]).toMatchObject({ copiedFrom: "overview" });
});

describe("sheets of somebody who leaves", () => {
  it("go to another author, shared or not as they were; an admin sees how many, not what", async () => {
    const leaver = await makeUser(services.store);
    const stays = await makeUser(services.store);
    const member = await makeMember(services.store, { tenantId, role: "author", userId: leaver.id });
    const taker = await makeMember(services.store, { tenantId, role: "author", userId: stays.id });
    const gone = as(services, { ...memberOf(tenantId, "author"), id: leaver.id } as Context["actor"]);
    const next = as(services, { ...memberOf(tenantId, "author"), id: stays.id } as Context["actor"]);
    await createSheet(gone, { app, title: "Private" });
    const shared = await createSheet(gone, { app, title: "Shared" });
    await updateSheet(gone, { id: shared.id, shared: true });
    const found = await sheetsOfMember(admin, { member: member.id });
    expect(found).toMatchObject({ count: 2, takers: [{ id: taker.id, name: taker.name }] });
    expect(await handOverSheets(admin, { member: member.id, to: taker.id })).toEqual({
      ...{ count: 2, bookmarks: 0 },
    });
    const theirs = await listSheets(next, { app });
    expect(theirs.map(({ sheet, mine, shared }) => ({ title: sheet.title, mine, shared }))).toEqual(
      expect.arrayContaining([
        { title: "Private", mine: true, shared: false },
        { title: "Shared", mine: true, shared: true },
      ]),
    );
    expect((await sheetsOfMember(admin, { member: member.id })).count).toBe(0);
    await expect(handOverSheets(author, { member: member.id, to: taker.id })).rejects.toMatchObject({
      code: "auth.forbidden",
    });
  });
});
