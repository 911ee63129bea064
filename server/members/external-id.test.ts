import { beforeEach, describe, expect, it } from "vitest";
import { makeTenant } from "@/db/factories";
import type { Context } from "@/server/shared/context";
import { as, memberOf, operator, testServices } from "@/server/testing/context";
import {
  addMember,
  createGroup,
  ensureMembers,
  getMember,
  groupOverview,
  groupPage,
  importUpload,
  listMembers,
  listPeople,
  previewUpload,
  suspendMember,
  updateGroup,
  updateMember,
} from ".";

let ctx: Context;
let admin: Context;
let tenantId: string;
beforeEach(async () => {
  ctx = as(await testServices(), operator());
  tenantId = (await makeTenant(ctx.store, { plan: "starter@1" })).id;
  admin = as(ctx, memberOf(tenantId));
});

const taken = { code: "members.external_taken", kind: "conflict" };
const person = (name: string, externalId?: string) =>
  addMember(admin, { tenantId, email: `${name}@example.com`, name, ...(externalId ? { externalId } : {}) });
const actions = async () =>
  (await ctx.store.read.select().from(ctx.store.tables.auditEntries)).map((entry) => entry.action);

describe("the customer's own directory", () => {
  it("finds its person by its own id, letter by letter, and nobody else's", async () => {
    const ana = await person("ana", "00u-Ana");
    await person("bo");
    const found = async (externalId: string) =>
      (await listMembers(admin, { tenantId, externalId })).items.map(({ id }) => id);
    expect(await found("00u-Ana")).toEqual([ana.id]);
    expect(await found("00u-ana")).toEqual([]);
    expect(await found("00u")).toEqual([]);
    expect((await listMembers(admin, { tenantId, email: "ANA@example.com" })).items).toHaveLength(1);
    expect((await listPeople(admin, { tenantId, q: "00u-Ana" })).items).toMatchObject([{ id: ana.id }]);
    const elsewhere = (await makeTenant(ctx.store, { plan: "starter@1" })).id;
    const other = as(ctx, memberOf(elsewhere));
    await addMember(other, { tenantId: elsewhere, email: "ana@example.com", externalId: "00u-Ana" });
    expect(await found("00u-Ana")).toEqual([ana.id]);
  });

  it("names one person at most; what was refused changed nothing", async () => {
    await person("ana", "1");
    const bo = await person("bo", "2");
    await expect(person("cai", "1")).rejects.toMatchObject(taken);
    await expect(updateMember(admin, { id: bo.id, name: "Bo", externalId: "1" })).rejects.toMatchObject(
      taken,
    );
    expect(await getMember(admin, { id: bo.id })).toMatchObject({ name: "bo", externalId: "2" });
    await expect(updateMember(admin, { id: bo.id, externalId: "" })).rejects.toMatchObject({
      kind: "invalid",
    });
  });

  it("keeps its ids through changes that do not name them, and lets them be taken away", async () => {
    const { id } = await person("ana", "1");
    await updateMember(admin, { id, role: "author" });
    await suspendMember(admin, { id, suspended: true });
    await ensureMembers(ctx, {
      tenantId,
      members: [{ email: "ana@example.com", name: "Ana", role: "viewer", groups: [] }],
    });
    expect(await getMember(admin, { id })).toMatchObject({ id, externalId: "1", name: "Ana" });
    const before = (await actions()).length;
    expect(await updateMember(admin, { id, externalId: null })).toMatchObject({ externalId: null });
    await updateMember(admin, { id, externalId: null });
    expect(await actions()).toHaveLength(before + 1);
  });

  it("finds its group with the people in it; a rename keeps both ids", async () => {
    const group = await createGroup(admin, { tenantId, name: "Sales", externalId: "g1" });
    const ana = await person("ana", "1");
    await updateMember(admin, { id: ana.id, groups: ["Sales"] });
    await updateGroup(admin, { id: group.id, name: "Selling" });
    expect((await groupPage(admin, { tenantId, externalId: "g1" })).items).toMatchObject([
      { id: group.id, name: "Selling", externalId: "g1", members: [{ id: ana.id, externalId: "1" }] },
    ]);
    const other = await createGroup(admin, { tenantId, name: "Other" });
    await expect(updateGroup(admin, { id: other.id, externalId: "g1" })).rejects.toMatchObject(taken);
    await expect(createGroup(admin, { tenantId, name: "New", externalId: "g1" })).rejects.toMatchObject(
      taken,
    );
    await updateGroup(admin, { id: other.id, externalId: "g2" });
    await updateGroup(admin, { id: other.id, externalId: "g2" });
    expect((await actions()).filter((action) => action === "group.link")).toHaveLength(1);
  });
});

describe("a file with the directory's ids", () => {
  const load = (text: string) => importUpload(admin, { tenantId, text, invite: false });

  it("sets those of people; an empty cell leaves what is there, an id that is taken is told with its line", async () => {
    await person("zoe", "z");
    const text =
      "email,externalId\nana@example.com,1\nbo@example.com,1\ncai@example.com,z\nzoe@example.com,\n";
    const plan = await previewUpload(admin, { tenantId, text });
    expect(plan.rows.map(({ what }) => what)).toEqual(["add", "bad", "bad", "same"]);
    expect(plan.rows.flatMap(({ issues }) => issues)).toEqual([
      { column: "externalId", message: '"1" is the one of line 2 already' },
      { column: "externalId", message: '"z" is the one of zoe already' },
    ]);
    expect(await load(text)).toMatchObject({ added: 1, changed: 0 });
    expect(await load("email,externalId\nana@example.com,one\n")).toMatchObject({ changed: 1 });
    expect((await listMembers(admin, { tenantId, externalId: "one" })).items).toHaveLength(1);
    expect((await listMembers(admin, { tenantId, externalId: "z" })).items).toHaveLength(1);
  });

  it("sets those of groups, new and old; the same file again changes nothing", async () => {
    await person("ana");
    await createGroup(admin, { tenantId, name: "Old" });
    const text = "group,members,externalId\nNew,ana@example.com,n\nOld,,o\nThird,,n\n";
    const plan = await previewUpload(admin, { tenantId, text });
    expect(plan.rows.map(({ what }) => what)).toEqual(["add", "change", "bad"]);
    await load(text);
    expect(await groupOverview(admin, { tenantId })).toMatchObject([
      { name: "New", externalId: "n", members: 1 },
      { name: "Old", externalId: "o" },
    ]);
    const again = await previewUpload(admin, { tenantId, text });
    expect(again.rows.map(({ what }) => what)).toEqual(["same", "same", "bad"]);
  });
});
