import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { makeMember, makeTenant, makeUser } from "@/db/factories";
import { OPERATOR_ROLES, TENANT_ROLES } from "@/db/schema/states";
import { listAudit } from "@/server/audit/list";
import { verifyChain } from "@/server/audit/verify";
import { mayIn, PERMISSIONS } from "@/server/auth";
import { OPERATOR_PERMISSIONS, READING, TENANT_PERMISSIONS } from "@/server/auth/permissions";
import { actorOfCookie } from "@/server/auth/session-cookie";
import { suspendMember } from "@/server/members";
import { as, operator } from "@/server/testing/context";
import { signOut, updateOperator } from "@/server/users";
import { VIEW_MINUTES } from ".";
import { makePortal, REASON, type TestPortal } from "./testing";

let portal: TestPortal;
let ines: Awaited<ReturnType<TestPortal["signInOperator"]>>;
beforeEach(async () => {
  portal = await makePortal();
  ines = await portal.signInOperator("admin");
});

const api = (headers?: Record<string, string>) => portal.caller(ines.cookie, headers);
const refusal = (path: string, input: unknown) => portal.refusal(ines.cookie, path, input);
const sees = () => portal.seesAs(ines.cookie);
const start = (memberId?: string) => portal.start(ines.cookie, memberId);
const themselves = () => ({ id: ines.userId, viewer: undefined });
const asCarla = () => ({ id: portal.carla.userId, viewer: ines.userId });
const asked = () => ({ memberId: portal.carla.memberId, reason: REASON });

describe("a view", () => {
  test("shows the portal as the member, for as long as it says, and then as the operator again", async () => {
    const { until } = await start();
    const { time, tenantId } = portal;
    expect(until).toEqual(new Date(time.now.getTime() + VIEW_MINUTES * 60_000));
    expect(await sees()).toEqual(asCarla());
    const me = await (await api()).account.me();
    expect(me).toMatchObject({
      name: "Carla",
      operatorRole: null,
      memberships: [{ tenantId, role: "admin" }],
    });
    expect(me.viewer).toMatchObject({ name: "Ines", until, raised: false, mayRaise: true });
    time.now = new Date(until.getTime() - 1);
    expect(await sees()).toEqual(asCarla());
    time.now = until;
    expect(await sees()).toEqual(themselves());
  });

  test("is the session's alone, leads into no other, and ends when told to", async () => {
    await start();
    const elsewhere = await portal.signIn(ines.userId);
    expect(await portal.seesAs(elsewhere.cookie)).toEqual(themselves());
    expect(await refusal("viewing.start", asked())).toBe("viewing.read_only");
    await portal.raise(ines.cookie);
    expect(await refusal("viewing.start", asked())).toBe("auth.forbidden");
    await (await api()).viewing.end();
    expect(await sees()).toEqual(themselves());
  });

  test("shows one tenant, of a person who is in several", async () => {
    const { store } = portal.services;
    const other = await makeTenant(store, { plan: "starter@1" });
    await makeMember(store, { tenantId: other.id, userId: portal.carla.userId, role: "admin" });
    await start();
    const { items } = await (await api()).tenants.list({});
    expect(items.map(({ id }) => id)).toEqual([portal.tenantId]);
  });

  test("is never of an operator, of nobody's account, of somebody suspended, or without a reason", async () => {
    const { tenantId, carla, time } = portal;
    const { store } = portal.services;
    const boss = await makeUser(store, { operatorRole: "owner" });
    const asBoss = await makeMember(store, { tenantId, userId: boss.id });
    const invited = await makeMember(store, { tenantId });
    const away = await makeMember(store, { tenantId, userId: carla.userId, suspendedAt: time.now });
    const refused = (memberId: string) => refusal("viewing.start", { memberId, reason: REASON });
    expect(await refused(asBoss.id)).toBe("viewing.operator");
    expect(await refused(invited.id)).toBe("viewing.no_account");
    expect(await refused(away.id)).toBe("viewing.suspended");
    expect(await refused("mem_none")).toBe("member.not_found");
    expect(await refusal("viewing.start", { ...asked(), reason: "  x  " })).toBe("input.invalid");
  });

  test("is for operators with the permission only; raising it has one of its own", async () => {
    ines = await portal.signInOperator("billing");
    expect(await refusal("viewing.start", asked())).toBe("auth.forbidden");
    ines = await portal.signIn(portal.carla.userId);
    expect(await refusal("viewing.start", asked())).toBe("auth.forbidden");
    ines = await portal.signInOperator("support");
    await start();
    expect(await refusal("viewing.raise", { reason: REASON })).toBe("auth.forbidden");
  });

  test("answers no page that was opened as somebody else", async () => {
    const before = { "x-tenantry-view": "" };
    await (await api(before)).tenants.list({});
    await start();
    const changed = { cause: { code: "viewing.changed" } };
    await expect((await api(before)).tenants.list({})).rejects.toMatchObject(changed);
    const during = { "x-tenantry-view": (await (await api()).account.me()).viewer?.viewId ?? "" };
    await (await api(during)).tenants.list({});
    await (await api()).viewing.end();
    await expect((await api(during)).tenants.list({})).rejects.toMatchObject(changed);
  });
});

describe("what a view rests on", () => {
  test("a suspension of the member ends it for good, also where they are let in again", async () => {
    await portal.person("admin", "Another");
    await start();
    const ctx = as(portal.services, operator());
    const id = portal.carla.memberId;
    await suspendMember(ctx, { id, suspended: true });
    await suspendMember(ctx, { id, suspended: false });
    expect(await sees()).toEqual(themselves());
  });

  test.each([
    ["the member is gone", "members", { userId: null }],
    ["the account is suspended", "users", { disabledAt: new Date() }],
    ["the member became an operator", "users", { operatorRole: "support" }],
  ] as const)("%s: it ends for good", async (_why, table, values) => {
    await start();
    const { carla, services } = portal;
    const { members, users } = services.store.tables;
    const write = (given: object) =>
      services.store.tx((db) =>
        table === "users"
          ? db.update(users).set(given).where(eq(users.id, carla.userId))
          : db.update(members).set(given).where(eq(members.id, carla.memberId)),
      );
    await write(values);
    expect(await sees()).toEqual(themselves());
    await write(table === "users" ? { disabledAt: null, operatorRole: null } : { userId: carla.userId });
    expect(await sees()).toEqual(themselves());
  });

  test("the operator's role, account and session are what they are now", async () => {
    const owner = as(portal.services, operator());
    await start();
    await updateOperator(owner, { id: ines.userId, role: "billing" });
    expect(await sees()).toEqual(themselves());
    ines = await portal.signInOperator("admin");
    await start();
    await portal.raise(ines.cookie);
    await updateOperator(owner, { id: ines.userId, role: "support" });
    expect((await (await api()).account.me()).viewer).toMatchObject({ raised: false, mayRaise: false });
    await updateOperator(owner, { id: ines.userId, disabled: true });
    expect(await sees()).toBeNull();
    ines = await portal.signInOperator("admin");
    await start();
    await signOut(portal.services, ines.sessionId);
    expect(await sees()).toBeNull();
  });
});

describe("raised", () => {
  test("it changes what both may, and the audit names both and holds", async () => {
    const { services, tenantId, carla, time } = portal;
    const later = () => {
      time.now = new Date(time.now.getTime() + 1000);
    };
    await start();
    later();
    await portal.raise(ines.cookie);
    later();
    await (await api()).members.createGroup({ tenantId, name: "Sales" });
    later();
    await (await api()).viewing.end();
    const owner = as(services, operator());
    const { items } = await listAudit(owner, { tenantId, actor: "Carla" });
    const named = { actor: `user:${ines.userId}`, actorName: "Ines" };
    const both = { ...named, viewedAs: `user:${carla.userId}`, viewedAsName: "Carla" };
    expect(items).toMatchObject([
      { ...both, action: "member.view-end", payload: { why: "ended" } },
      { ...both, action: "group.create" },
      { ...both, action: "member.view-raise", payload: { reason: "She asked me to fix it" } },
    ]);
    const byInes = await listAudit(owner, { tenantId, actor: "Ines" });
    expect(byInes.items.at(-1)).toMatchObject({ ...named, viewedAs: null, payload: { reason: REASON } });
    expect(await verifyChain(services, tenantId)).toMatchObject({ ok: true });
    const { auditEntries: e } = services.store.tables;
    await services.store.tx((db) => db.update(e).set({ viewedAs: null }).where(eq(e.action, "group.create")));
    expect(await verifyChain(services, tenantId)).toMatchObject({ ok: false });
  });

  const viewers = OPERATOR_ROLES.filter((role) => OPERATOR_PERMISSIONS[role].includes("members:view-as"));
  const pairs = viewers.flatMap((role) => TENANT_ROLES.map((member) => [role, member] as const));

  test.each(pairs)(
    "%s as %s may nothing that either may not, and nothing in another tenant",
    async (role, member) => {
      ines = await portal.signInOperator(role);
      await start((await portal.person(member, "Somebody")).memberId);
      const own = OPERATOR_PERMISSIONS[role];
      for (const raised of own.includes("members:act-as") ? [false, true] : [false]) {
        if (raised) await portal.raise(ines.cookie);
        const seen = (await actorOfCookie(portal.services, ines.cookie))?.actor;
        if (!seen) throw new Error("nobody is signed in");
        const may = PERMISSIONS.filter((permission) => mayIn(seen, permission, portal.tenantId));
        const most = own.filter(
          (p) => TENANT_PERMISSIONS[member].includes(p) && (raised || READING.includes(p)),
        );
        expect(most).toEqual(expect.arrayContaining(may));
        expect(may).toContain("tenants:read");
        expect(PERMISSIONS.filter((permission) => mayIn(seen, permission, "ten_other"))).toEqual([]);
      }
    },
  );
});
