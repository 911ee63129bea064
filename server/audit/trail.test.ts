import { beforeAll, describe, expect, test } from "vitest";
import { makeApp, makeOwnSheet, makeTenant, makeUser } from "@/db/factories";
import { type Context, type Services, systemContext } from "@/server/shared/context";
import { as, memberOf, operator, testServices } from "@/server/testing/context";
import { append, verifyChain } from ".";
import { exportAudit } from "./export";
import { listAudit } from "./list";
import { verifyAudit } from "./verify-all";

let services: Services;
let own: string;
let other: string;
let owner: Context;
let admin: Context;

const write = (ctx: Context, tenantId: string | null, action: string, payload = {}) =>
  ctx.store.tx((db) => append(db, ctx, { tenantId, action, target: "x", payload }));

beforeAll(async () => {
  services = await testServices();
  own = (await makeTenant(services.store)).id;
  other = (await makeTenant(services.store)).id;
  const ada = await makeUser(services.store, { name: "Ada 100% Formula" });
  owner = as(services, { ...operator(), id: ada.id } as never);
  admin = as(services, memberOf(own));
  await write(owner, null, "settings.change-mail");
  await write(owner, own, "tenant.create");
  await write(admin, own, "member.invite", { email: "=1+1@example.com" });
  await write(owner, other, "tenant.create", { canary: "of the other" });
  await write(owner, own, "tenants.other-noun");
});

const actions = async (ctx: Context, input: object) =>
  (await listAudit(ctx, input)).items.map((l) => l.action);

describe("the audit as a list", () => {
  test("an operator sees all, newest first; a tenant's admin their own tenant and nothing else", async () => {
    const all = await listAudit(owner);
    expect(all.items.length).toBeGreaterThanOrEqual(5);
    expect(all.items.map((l) => l.at.getTime())).toEqual(
      all.items.map((l) => l.at.getTime()).sort((a, b) => b - a),
    );
    const theirs = await listAudit(admin, { tenantId: own });
    expect(new Set(theirs.items.map((l) => l.tenantId))).toEqual(new Set([own]));
    await expect(listAudit(admin)).rejects.toMatchObject({ code: "auth.forbidden" });
    await expect(listAudit(admin, { tenantId: other })).rejects.toMatchObject({ code: "tenant.not_found" });
    await expect(exportAudit(admin, { tenantId: other })).rejects.toMatchObject({ code: "tenant.not_found" });
    await expect(verifyAudit(admin, { tenantId: other })).rejects.toMatchObject({ code: "tenant.not_found" });
  });

  test("it is narrowed by person, action and time, and nothing typed is a wildcard", async () => {
    const of = { tenantId: own };
    expect(await actions(owner, { ...of, actor: "ada 100%" })).toContain("tenant.create");
    expect(await actions(owner, { ...of, actor: "ada %" })).toEqual([]);
    expect(await actions(owner, { ...of, actor: `user:usr_${own}_admin` })).toEqual(["member.invite"]);
    expect(await actions(owner, { ...of, actor: `usr_${own}_admin` })).toEqual(["member.invite"]);
    expect(await actions(owner, { ...of, action: "tenant.create" })).toEqual(["tenant.create"]);
    expect(await actions(owner, { ...of, action: "member" })).toEqual(["member.invite"]);
    expect(await actions(owner, { ...of, action: "tenants" })).toEqual(["tenants.other-noun"]);
    expect(await actions(owner, { ...of, to: new Date(0) })).toEqual([]);
    expect(await actions(owner, { ...of, from: new Date(Date.now() + 1e6) })).toEqual([]);
  });

  test("page by page it is the same list", async () => {
    const whole = (await listAudit(owner)).items.map((l) => l.id);
    const found: string[] = [];
    for (let cursor: string | undefined, more = true; more; ) {
      const page = await listAudit(owner, { limit: 2, cursor });
      found.push(...page.items.map((l) => l.id));
      cursor = page.next ?? undefined;
      more = page.next !== null;
    }
    expect(found).toEqual(whole);
  });
});

test("the export holds no formula, and says in the audit that it was made", async () => {
  const { content: csv, cut } = await exportAudit(owner, { tenantId: own, action: "member.invite" });
  expect(cut).toBe(false);
  expect(csv.split("\r\n")[0]).toBe(
    "time,tenant,actor,name,as,as name,action,target,details,target name,from,request",
  );
  expect(csv).toContain('"{""email"":""=1+1@example.com""}"');
  for (const hostile of ["=HYPERLINK(0)", "+1", "-1", "@x", "\t=1"]) await write(owner, own, hostile);
  const again = (await exportAudit(owner, { tenantId: own })).content;
  const cells = again.split("\r\n").flatMap((line) => line.split(",").map((c) => c.replace(/^"/, "")));
  expect(cells.filter((c) => /^[=+\-@\t\r]/.test(c))).toEqual([]);
  expect(await actions(owner, { tenantId: own, action: "audit.export" })).toHaveLength(2);
});

test("the export as JSON holds what the list gives, and its filter", async () => {
  const { content, format, rows } = await exportAudit(owner, {
    tenantId: own,
    action: "member",
    format: "json",
  });
  const { items } = await listAudit(owner, { tenantId: own, action: "member" });
  expect([format, rows]).toEqual(["json", items.length]);
  expect(JSON.parse(content)).toEqual(JSON.parse(JSON.stringify(items)));
  await expect(exportAudit(admin, { tenantId: other, format: "json" })).rejects.toMatchObject({
    code: "tenant.not_found",
  });
});

describe("from where, and by which request", () => {
  const last = async (tenantId: string) => (await listAudit(owner, { tenantId, limit: 1 })).items[0];

  test("an entry says both, and the request's id finds all that it did", async () => {
    const asked = { ...owner, requestId: "req_traced", address: "192.0.2.7" };
    await write(asked, own, "thing.first");
    await write(asked, own, "thing.second");
    expect(await last(own)).toMatchObject({ address: "192.0.2.7", requestId: "req_traced" });
    expect((await actions(owner, { tenantId: own, action: "req_traced" })).sort()).toEqual([
      "thing.first",
      "thing.second",
    ]);
    expect((await exportAudit(owner, { tenantId: own, action: "req_traced" })).content).toContain(
      ",192.0.2.7,req_traced",
    );
  });

  test("the command line is named; a run is kept; a sweep of the portal itself has neither", async () => {
    await write(as(services, { type: "local", id: "cli" }), own, "thing.by-hand");
    expect(await last(own)).toMatchObject({ address: "cli" });
    await write(systemContext(services, "provision", "run_1"), own, "thing.by-run");
    expect(await last(own)).toMatchObject({ address: null, requestId: "run_1" });
    await write(systemContext(services, "retention"), own, "thing.by-sweep");
    expect(await last(own)).toMatchObject({ address: null, requestId: null });
    const asked = { ...services, requestId: "req_reset", address: "192.0.2.8" };
    await write(systemContext(asked, "password-reset"), own, "thing.for-a-visitor");
    expect(await last(own)).toMatchObject({ address: "192.0.2.8", requestId: "req_reset" });
    expect(await verifyChain(services, own)).toMatchObject({ ok: true });
  });
});

describe("what it was done to", () => {
  const tell = (tenantId: string | null, target: string) =>
    owner.store.tx((db) => append(db, owner, { tenantId, action: "thing.named", target, payload: {} }));
  const named = async (ctx: Context, tenantId?: string) =>
    (await listAudit(ctx, { tenantId, action: "thing.named" })).items.map((l) => [l.target, l.targetName]);

  test("is named where that is known, else by its id; never by a name of another tenant", async () => {
    const { id: mine } = await makeApp(services.store, { tenantId: own, title: "Own figures" });
    const { id: theirs } = await makeApp(services.store, { tenantId: other, title: "canary of the other" });
    const sheet = await makeOwnSheet(services.store, { tenantId: own, appId: mine });
    for (const target of [mine, theirs, sheet.id, "app_gone", "mail"]) await tell(own, target);
    const expected = { [mine]: "Own figures", [sheet.id]: sheet.sheet.title, app_gone: null, mail: null };
    expect(sheet.sheet.title).toBeTruthy();
    expect(Object.fromEntries(await named(admin, own))).toEqual({ ...expected, [theirs]: null });
    expect(Object.fromEntries(await named(owner, own))).toEqual({
      ...expected,
      [theirs]: "canary of the other",
    });
  });
});

test("verifying all chains names the one that was changed", async () => {
  expect(await verifyAudit(owner)).toMatchObject({ ok: true, problems: [] });
  const { auditEntries: e } = services.store.tables;
  await services.store.tx((db) => db.delete(e));
  const check = await verifyAudit(owner);
  expect(check.ok).toBe(false);
  expect(check.problems.map((p) => p.chain).sort()).toEqual(["operator", own, other].sort());
  expect(await verifyChain(services, own)).toMatchObject({ ok: false });
});
