import { beforeEach, describe, expect, it } from "vitest";
import {
  makeApp,
  makeBookmark,
  makeDelivery,
  makeMember,
  makeOwnSheet,
  makeTenant,
  makeUser,
} from "@/db/factories";
import { listAudit } from "@/server/audit/list";
import { removeMember } from "@/server/members";
import type { Context } from "@/server/shared/context";
import { as, memberOf, operator, testServices } from "@/server/testing/context";
import { sheetsOfMember } from ".";

let services: Context;
let admin: Context;
let tenantId: string;
let app: string;
beforeEach(async () => {
  services = as(await testServices(), operator());
  tenantId = (await makeTenant(services.store, { state: "active" })).id;
  app = (await makeApp(services.store, { tenantId })).id;
  admin = as(services, memberOf(tenantId, "admin"));
});

describe("what somebody has who is removed", () => {
  it("is counted and told: bookmarks others use are handed over, what is private ends with the person", async () => {
    const { store } = services;
    const { bookmarks: b, deliveries: d } = store.tables;
    const [leaver, stays] = [await makeUser(store), await makeUser(store)];
    const member = await makeMember(store, { tenantId, role: "author", userId: leaver.id, name: "Lea" });
    const taker = await makeMember(store, { tenantId, role: "author", userId: stays.id });
    const [mine, next] = [`user:${leaver.id}`, `user:${stays.id}`];
    const kept = { tenantId, appId: app };
    await makeBookmark(store, { ...kept, owner: mine, name: "North", shared: true });
    await makeBookmark(store, { ...kept, owner: mine, name: "Only mine" });
    await makeBookmark(store, { ...kept, owner: next, name: "north" });
    await makeDelivery(store, { ...kept, memberId: member.id, userId: leaver.id });
    expect(await sheetsOfMember(admin, { member: member.id })).toEqual({
      ...{ count: 0, bookmarks: { shared: 1, own: 1 }, deliveries: 1 },
      takers: [{ id: taker.id, name: taker.name }],
    });
    await removeMember(admin, { id: member.id, to: taker.id });
    const left = await store.read.select().from(b);
    expect(left.map(({ owner, name, shared }) => ({ owner, name, shared }))).toEqual(
      expect.arrayContaining([
        { owner: next, name: "North (Lea)", shared: true },
        { owner: next, name: "north", shared: false },
      ]),
    );
    expect(left).toHaveLength(2);
    expect(await store.read.select().from(d)).toEqual([]);
    const told = (await listAudit(services)).items;
    expect(told.map(({ action, payload }) => ({ action, payload }))).toEqual(
      expect.arrayContaining([
        { action: "bookmark.hand-over", payload: expect.objectContaining({ from: mine, to: next }) },
        {
          action: "member.remove",
          payload: expect.objectContaining({ ended: { bookmarks: 1, deliveries: 1 } }),
        },
      ]),
    );
  });

  it("stays shared where nobody takes it over", async () => {
    const { store } = services;
    const leaver = await makeUser(store);
    const member = await makeMember(store, { tenantId, role: "author", userId: leaver.id });
    const kept = { tenantId, appId: app, owner: `user:${leaver.id}` };
    await makeBookmark(store, { ...kept, name: "North", shared: true });
    await makeBookmark(store, { ...kept, name: "Only mine" });
    await removeMember(admin, { id: member.id });
    const left = await store.read.select().from(store.tables.bookmarks);
    expect(left).toMatchObject([{ name: "North", shared: true }]);
  });

  it("stays theirs where they cannot be removed: the last admin hands nothing over by being refused", async () => {
    const { store } = services;
    const { ownSheets: s, bookmarks: b } = store.tables;
    const [chief, stays] = [await makeUser(store), await makeUser(store)];
    const member = await makeMember(store, { tenantId, role: "admin", userId: chief.id });
    const taker = await makeMember(store, { tenantId, role: "author", userId: stays.id });
    const kept = { tenantId, appId: app, owner: `user:${chief.id}` };
    await makeBookmark(store, { ...kept, shared: true });
    await makeOwnSheet(store, kept);
    const refused = removeMember(admin, { id: member.id, to: taker.id });
    await expect(refused).rejects.toMatchObject({ code: "members.last_admin" });
    const owners = [...(await store.read.select().from(s)), ...(await store.read.select().from(b))];
    expect(owners.map(({ owner }) => owner)).toEqual([kept.owner, kept.owner]);
  });

  it("goes to nobody of another tenant, and to no viewer", async () => {
    const { store } = services;
    const leaver = await makeUser(store);
    const member = await makeMember(store, { tenantId, role: "author", userId: leaver.id });
    const next = (await makeTenant(store)).id;
    const stranger = await makeMember(store, { tenantId: next, role: "author", userId: leaver.id });
    const viewer = await makeMember(store, { tenantId, role: "viewer" });
    const to = (id: string) => removeMember(admin, { id: member.id, to: id });
    await expect(to(stranger.id)).rejects.toMatchObject({ code: "member.not_found" });
    await expect(to(viewer.id)).rejects.toMatchObject({ code: "sheets.no_author" });
    expect((await sheetsOfMember(admin, { member: member.id })).count).toBe(0);
  });
});
