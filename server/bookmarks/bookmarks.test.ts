import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { makeApp, makeGeneration, makeTenant, makeUser } from "@/db/factories";
import { embedReader, type Reader, readerOf } from "@/server/apps";
import type { Asker, Batch, CellValue, DataModel, ModelField } from "@/server/platform/model";
import type { Platform } from "@/server/platform/port";
import type { Context } from "@/server/shared/context";
import { as, memberOf, operator, testServices } from "@/server/testing/context";
import {
  bookmarksOf,
  goToBookmark,
  keepBookmark,
  listBookmarks,
  openBookmark,
  removeBookmark,
  restoreBookmark,
  saveBookmark,
  setDefaultBookmark,
  startingBookmark,
  updateBookmark,
} from ".";

const field = (name: string): ModelField => ({
  name,
  type: "text",
  tables: ["T"],
  distinct: 3,
  key: false,
});
const model = (...names: string[]): DataModel => ({
  tables: [],
  fields: names.map(field),
  associations: [],
  loops: [],
  syntheticKeys: [],
});

/** Field → values of the data. Ben sees those of `seen` only. */
let data: Record<string, CellValue[]>;
let seen: Record<string, CellValue[]>;
let services: Context;
let tenantId: string;
let app: string;
let ann: Context;
let ben: Context;
let author: Context;

const columnOf = (asker: Asker | undefined, name: string) =>
  (asker?.user.endsWith("viewer") ? seen : data)[name] ?? [];

/** Answers a list box as the engine does: values that don't exist are not selected. */
const ask: Platform["ask"] = async (_tenant, _app, batch: Batch, _signal, asker) => {
  const question = batch.questions.q;
  if (question?.kind !== "values") throw new Error("Only list boxes are asked for.");
  const selected = batch.selections?.[question.field] ?? [];
  const there = columnOf(asker, question.field).filter((value) => selected.includes(value));
  return {
    generation: "gen",
    fields: {},
    answers: {
      q: {
        kind: "values",
        field: question.field,
        total: there.length,
        counts: { S: there.length },
        values: there.map((value) => ({ value, state: "S" as const, frequency: 1 })),
      },
    },
  };
};

beforeEach(async () => {
  data = { Region: ["DACH", "Nordics", "Iberia"], Year: [2024, 2025] };
  seen = { Region: ["Nordics"], Year: [2024, 2025] };
  const platform = {
    id: "built-in",
    ask,
    model: async (_t: unknown, _a: unknown, asker?: Asker) =>
      model(...Object.keys(asker?.user.endsWith("viewer") ? seen : data)),
  } as unknown as Platform;
  services = as(await testServices({ platform: () => platform }), operator());
  tenantId = (await makeTenant(services.store, { state: "active" })).id;
  app = (await makeApp(services.store, { tenantId, title: "Sales" })).id;
  await publish({ ...model("Region", "Year"), restricted: true });
  ann = as(services, memberOf(tenantId, "admin"));
  ben = as(services, memberOf(tenantId, "viewer"));
  author = as(services, memberOf(tenantId, "author"));
});

/** What a reload and a republish do to an app: another generation. */
async function publish(of: DataModel): Promise<void> {
  const { id } = await makeGeneration(services.store, { tenantId, appId: app, model: { ...of } });
  const { apps } = services.store.tables;
  await services.store.tx((db) =>
    db.update(apps).set({ publishedGenerationId: id, publishedVersion: "1.0.0" }).where(eq(apps.id, app)),
  );
}

const save = (
  ctx: Context,
  name = "Spring",
  selections: Record<string, CellValue[]> = { Region: ["DACH"] },
) => saveBookmark(ctx, { app, name, place: { sheet: "overview", selections } });
const names = async (ctx: Context) => (await listBookmarks(ctx, { app })).bookmarks.map((b) => b.name);

describe("a bookmark", () => {
  it("brings back everything of where its person stood", async () => {
    const place = {
      sheet: "overview",
      selections: { Region: ["DACH", "Iberia"], Year: [2025] },
      locked: ["Year"],
      variables: { rate: 1.5 },
      sets: { Compared: { Region: ["Nordics"] } },
      drill: { tree: 1 },
    };
    const { id } = await saveBookmark(ann, { app, name: " All of it ", place });
    expect(await openBookmark(ann, { id })).toEqual({ ...place, id, name: "All of it", missing: [] });
  });

  it("is its person's alone until it is shared, then everybody's who opens the app, and then no longer", async () => {
    const { id } = await save(author);
    expect(await names(ben)).toEqual([]);
    await expect(openBookmark(ben, { id })).rejects.toMatchObject({ code: "bookmark.not_found" });
    await updateBookmark(author, { id, shared: true });
    expect(await listBookmarks(ben, { app })).toMatchObject({
      bookmarks: [{ id, name: "Spring", mine: false, shared: true, changes: false }],
      shares: false,
    });
    await updateBookmark(author, { id, shared: false });
    expect(await names(ben)).toEqual([]);
  });

  it("keeps what two do at once: a new name shares nothing that was taken back", async () => {
    const { id } = await save(author);
    await updateBookmark(author, { id, shared: true });
    await Promise.all([
      updateBookmark(author, { id, shared: false }),
      updateBookmark(ann, { id, name: "Autumn" }),
    ]);
    expect(await names(ben)).toEqual([]);
    expect(await names(author)).toEqual(["Autumn"]);
  });

  it("is shared by authors and admins only", async () => {
    const { id } = await save(ben);
    await expect(updateBookmark(ben, { id, shared: true })).rejects.toMatchObject({
      code: "bookmarks.share_forbidden",
    });
    expect(await names(ann)).toEqual([]);
  });

  it("that somebody shares is renamed and deleted by them and by admins, by nobody else", async () => {
    const { id } = await save(author);
    await updateBookmark(author, { id, shared: true });
    const refused = { code: "bookmarks.forbidden" };
    await expect(updateBookmark(ben, { id, name: "Mine" })).rejects.toMatchObject(refused);
    await expect(removeBookmark(ben, { id })).rejects.toMatchObject(refused);
    expect(await updateBookmark(ann, { id, name: "Spring sale" })).toMatchObject({ name: "Spring sale" });
    await removeBookmark(ann, { id });
    expect(await names(author)).toEqual([]);
  });

  it("comes back as it was after it was deleted, also as the one to start with", async () => {
    const { id } = await save(ben);
    await setDefaultBookmark(ben, { app, bookmark: id });
    await removeBookmark(ben, { id });
    expect(await listBookmarks(ben, { app })).toMatchObject({ bookmarks: [], start: null });
    await restoreBookmark(ben, { id });
    expect(await listBookmarks(ben, { app })).toMatchObject({
      bookmarks: [{ id, name: "Spring" }],
      start: id,
    });
  });

  it("has a name of its own, whatever its case; the other's bookmarks don't count", async () => {
    await save(ben);
    await save(ann);
    await expect(save(ben, "SPRING")).rejects.toMatchObject({ code: "bookmarks.name_taken" });
    const { id } = await save(ben, "Summer");
    await expect(updateBookmark(ben, { id, name: "spring" })).rejects.toMatchObject({
      code: "bookmarks.name_taken",
    });
    expect(await updateBookmark(ben, { id, name: "SUMMER" })).toMatchObject({ name: "SUMMER" });
  });

  it("is audited with its names, without what it selects", async () => {
    const { id } = await save(ben);
    await updateBookmark(ben, { id, place: { selections: { Region: ["Nordics"] } } });
    await removeBookmark(ben, { id });
    const { auditEntries: a, auditPayloads: p } = services.store.tables;
    const rows = await services.store.read.select().from(a).where(eq(a.target, id));
    expect(rows.map((row) => row.action)).toEqual(["bookmark.create", "bookmark.update", "bookmark.delete"]);
    expect(JSON.stringify(await services.store.read.select().from(p))).not.toMatch(/DACH|Nordics/);
  });

  it("goes with its app", async () => {
    const { id } = await save(ben);
    await setDefaultBookmark(ben, { app, bookmark: id });
    await services.store.tx((db) => db.delete(services.store.tables.apps));
    expect(await services.store.read.select().from(services.store.tables.bookmarks)).toEqual([]);
  });
});

describe("after a reload, a republish or an upgrade", () => {
  it("values and fields that are gone are told, and the rest is selected", async () => {
    const { id } = await save(ann, "Old", { Region: ["DACH", "Atlantis"], Season: ["Spring"], Year: [1999] });
    await publish(model("Region", "Year"));
    expect(await openBookmark(ann, { id })).toMatchObject({
      selections: { Region: ["DACH"] },
      missing: [
        { field: "Region", gone: false, count: 1, values: ["Atlantis"] },
        { field: "Season", gone: true, count: 1, values: ["Spring"] },
        { field: "Year", gone: false, count: 1, values: [1999] },
      ],
    });
  });

  it("values that whoever opens a shared bookmark may not see are counted, never told", async () => {
    const { id } = await save(author, "Both", { Region: ["DACH", "Nordics"], Margin: ["high"] });
    await updateBookmark(author, { id, shared: true });
    const opened = await openBookmark(ben, { id });
    expect(opened).toMatchObject({
      selections: { Region: ["Nordics"] },
      missing: [
        { field: "Region", gone: false, count: 1, values: [] },
        { field: null, gone: true, count: 1, values: [] },
      ],
    });
    expect(JSON.stringify([opened, await listBookmarks(ben, { app })])).not.toMatch(/DACH|Margin|high/);
  });
});

describe("the bookmark to start with", () => {
  it("is each person's own choice, also among shared ones", async () => {
    const { id } = await save(author);
    await updateBookmark(author, { id, shared: true });
    await setDefaultBookmark(ann, { app, bookmark: id });
    expect(await startingBookmark(await readerOf(ann, app))).toMatchObject({ id, sheet: "overview" });
    expect(await startingBookmark(await readerOf(author, app))).toBeNull();
    await setDefaultBookmark(ann, { app, bookmark: null });
    expect(await startingBookmark(await readerOf(ann, app))).toBeNull();
  });

  it("is none where it is no longer shared", async () => {
    const { id } = await save(author);
    await updateBookmark(author, { id, shared: true });
    await setDefaultBookmark(ben, { app, bookmark: id });
    await updateBookmark(author, { id, shared: false });
    expect(await startingBookmark(await readerOf(ben, app))).toBeNull();
    expect(await listBookmarks(ben, { app })).toMatchObject({ bookmarks: [], start: null });
  });

  it("is not somebody else's own", async () => {
    const { id } = await save(author);
    await expect(setDefaultBookmark(ben, { app, bookmark: id })).rejects.toMatchObject({
      code: "bookmark.not_found",
    });
  });
});

describe("in an embed", () => {
  async function inEmbed(kind: "host" | "preview", subject: string): Promise<Reader> {
    const { apps } = services.store.tables;
    const [row] = await services.store.read.select().from(apps).where(eq(apps.id, app));
    if (!row) throw new Error("The app is gone.");
    return embedReader(services, { kind, subject, groups: [] }, row);
  }

  it("the host's people have their own, never share, and see what is shared", async () => {
    const [one, two] = [await inEmbed("host", "eve"), await inEmbed("host", "user:usr_x")];
    const { id } = await keepBookmark(one, { name: "Eve's", place: { selections: { Year: [2025] } } });
    const { id: shared } = await save(author);
    await updateBookmark(author, { id: shared, shared: true });
    expect((await bookmarksOf(two)).bookmarks.map((b) => b.name)).toEqual(["Spring"]);
    expect(await bookmarksOf(one)).toMatchObject({
      bookmarks: [{ name: "Eve's" }, { name: "Spring" }],
      shares: false,
    });
    await expect(goToBookmark(two, { id })).rejects.toMatchObject({ code: "bookmark.not_found" });
  });

  it("a preview is for the very person of the portal, with their role", async () => {
    const actor = memberOf(tenantId, "admin");
    await makeUser(services.store, { id: actor.id, operatorRole: "owner" });
    await save(ann);
    expect(await bookmarksOf(await inEmbed("preview", `user:${actor.id}`))).toMatchObject({
      bookmarks: [{ name: "Spring", mine: true }],
      shares: true,
    });
  });
});
