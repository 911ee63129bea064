import { beforeEach, describe, expect, it } from "vitest";
import { makeTenant, makeUser } from "@/db/factories";
import type { Context } from "@/server/shared/context";
import { as, memberOf, operator, testServices } from "@/server/testing/context";
import {
  addMember,
  ensureGroups,
  ensureMembers,
  getMember,
  listMembers,
  memberRows,
  removeMember,
  restoreMembers,
  suspendMember,
  updateMember,
} from ".";

let ctx: Context;
let tenantId: string;
beforeEach(async () => {
  ctx = as(await testServices(), operator());
  tenantId = (await makeTenant(ctx.store, { plan: "starter@1" })).id;
  await ensureGroups(ctx, { tenantId, names: ["sales"] });
});

const actions = async () =>
  (await ctx.store.read.select().from(ctx.store.tables.auditEntries)).map((e) => e.action);

/** What two people do in the same moment: both have read the row before either writes. */
describe("members changed at once", () => {
  it("keep both changes: a new name does not bring a taken role back", async () => {
    await ensureGroups(ctx, { tenantId, names: ["north"] });
    const { id } = await addMember(ctx, { tenantId, email: "a@example.com", role: "admin" });
    await Promise.all([
      updateMember(ctx, { id, role: "viewer" }),
      updateMember(ctx, { id, groups: ["north"] }),
      updateMember(ctx, { id, name: "Ada" }),
    ]);
    expect(await getMember(ctx, { id })).toMatchObject({ role: "viewer", groups: ["north"], name: "Ada" });
  });

  it("leave one admin, whoever is promoted, demoted, suspended and removed", async () => {
    const people = await Promise.all(
      ["a", "b", "c"].map(async (name) => {
        const { email } = await makeUser(ctx.store, { email: `${name}@example.com` });
        return addMember(ctx, { tenantId, email, role: name === "c" ? "viewer" : "admin" });
      }),
    );
    const [a = "", b = "", c = ""] = people.map(({ id }) => id);
    await Promise.allSettled([
      updateMember(ctx, { id: c, role: "admin" }),
      removeMember(ctx, { id: a }),
      suspendMember(ctx, { id: b, suspended: true }),
      updateMember(ctx, { id: c, name: "Cy" }),
      suspendMember(ctx, { id: c, suspended: true }),
      removeMember(ctx, { id: c }),
    ]);
    const { items } = await listMembers(ctx, { tenantId });
    expect(items.filter((one) => one.role === "admin" && !one.suspendedAt)).toHaveLength(1);
  });

  it("are suspended and removed once, with one audit entry each", async () => {
    const { id } = await addMember(ctx, { tenantId, email: "a@example.com" });
    const before = (await actions()).length;
    await Promise.all(Array.from({ length: 20 }, () => suspendMember(ctx, { id, suspended: true })));
    const removed = await Promise.allSettled(Array.from({ length: 20 }, () => removeMember(ctx, { id })));
    expect(removed.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await actions()).slice(before)).toEqual(["member.suspend", "member.remove"]);
  });
});

describe("members", () => {
  it("are linked to the account with their address, whatever its letters", async () => {
    const user = await makeUser(ctx.store, { email: "Ada@Example.com" });
    const member = await addMember(ctx, { tenantId, email: "ADA@example.com", groups: ["sales"] });
    expect(member).toMatchObject({
      userId: user.id,
      email: "ada@example.com",
      role: "viewer",
      name: "ada@example.com",
    });
    await expect(addMember(ctx, { tenantId, email: "ada@EXAMPLE.com" })).rejects.toMatchObject({
      code: "members.taken",
    });
  });

  it("are only in groups the tenant has; the error names the nearest", async () => {
    const wrong = addMember(ctx, { tenantId, email: "a@example.com", groups: ["slaes"] });
    await expect(wrong).rejects.toThrow('There is no group "slaes". Did you mean "sales"?');
  });

  it("are not more than the plan allows", async () => {
    for (let i = 0; i < 25; i++) await addMember(ctx, { tenantId, email: `p${i}@example.com` });
    await expect(addMember(ctx, { tenantId, email: "more@example.com" })).rejects.toMatchObject({
      code: "members.limit",
      kind: "limit",
    });
  });

  it("are changed and removed with an audit entry each; equal values write none", async () => {
    const { id } = await addMember(ctx, { tenantId, email: "a@example.com" });
    const before = (await actions()).length;
    await updateMember(ctx, { id, role: "viewer" });
    expect(await actions()).toHaveLength(before);
    expect((await updateMember(ctx, { id, role: "author" })).role).toBe("author");
    await removeMember(ctx, { id });
    await expect(getMember(ctx, { id })).rejects.toMatchObject({ code: "member.not_found" });
    expect((await actions()).slice(before)).toEqual(["member.update", "member.remove"]);
  });

  it("are nobody else's; a tenant's admin manages their own, an author does not", async () => {
    const { id } = await addMember(ctx, { tenantId, email: "a@example.com" });
    const other = await makeTenant(ctx.store);
    await expect(removeMember(as(ctx, memberOf(other.id)), { id })).rejects.toMatchObject({
      code: "member.not_found",
    });
    await expect(removeMember(as(ctx, memberOf(tenantId, "author")), { id })).rejects.toMatchObject({
      code: "auth.forbidden",
    });
    expect((await listMembers(as(ctx, memberOf(tenantId)))).items).toHaveLength(1);
    expect((await listMembers(as(ctx, memberOf(other.id)))).items).toEqual([]);
  });

  it("put as described are taken back exactly", async () => {
    await addMember(ctx, { tenantId, email: "old@example.com", name: "Old", role: "admin" });
    await addMember(ctx, { tenantId, email: "other@example.com" });
    const before = await memberRows(ctx, tenantId);
    const wanted = ["old", "new"].map((n) => ({
      email: `${n}@example.com`,
      name: n,
      role: "viewer" as const,
      groups: [],
    }));
    expect(await ensureMembers(ctx, { tenantId, members: wanted })).toEqual({ created: 1, changed: 1 });
    expect(await ensureMembers(ctx, { tenantId, members: wanted })).toEqual({ created: 0, changed: 0 });
    await restoreMembers(ctx, { tenantId, emails: wanted.map((w) => w.email), before });
    const plain = (rows: typeof before) => rows.map(({ email, name, role }) => ({ email, name, role }));
    expect(plain(await memberRows(ctx, tenantId))).toEqual(plain(before));
  });
});
