import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { makeRun, unique } from "@/db/factories";
import type { OperatorRole, TenantRole } from "@/db/schema/states";
import { localToken, makeLocalToken } from "@/server/api/local-token";
import { handleRest } from "@/server/api/rest/handler";
import { restRoutes } from "@/server/api/rest/routes";
import { appRouter, createCaller } from "@/server/api/root";
import { createApiKey } from "@/server/api-keys";
import { NEVER_BY_KEY } from "@/server/api-keys/create";
import type { Actor } from "@/server/auth";
import { mayEverywhere, mayIn, PERMISSIONS } from "@/server/auth";
import type { Services } from "@/server/shared/context";
import { as, memberOf, operator, testServices } from "@/server/testing/context";
import { procedureOf } from "@/server/testing/procedure";
import { type Estate, makeEstate, PUBLIC_JWK } from "@/server/testing/two-tenants";
import { testWorkflows } from "@/server/testing/workflows";
import { createOperator } from "@/server/users";

/** S10: the reviewed table of docs/permissions.md against the operations there are. */
const doc = readFileSync(resolve(__dirname, "../docs/permissions.md"), "utf8");

type Role = OperatorRole | "tenant admin" | "author" | "viewer" | "local";

function tableBelow(heading: string): Map<string, Map<Role, boolean>> {
  const section = doc.slice(doc.indexOf(heading)).split("\n## ")[0] ?? "";
  const lines = section.split("\n").filter((l) => l.startsWith("|") && !l.startsWith("| ---"));
  const cells = (l: string) =>
    l
      .split("|")
      .slice(1, -1)
      .map((c) => c.trim());
  const roles = cells(lines[0] ?? "").slice(1) as Role[];
  return new Map(
    lines.slice(1).map((l) => {
      const [operation = "", ...marks] = cells(l);
      return [operation, new Map(roles.map((r, i) => [r, marks[i] === "y"]))];
    }),
  );
}

const portal = tableBelow("## Portal (tRPC)");
const rest = tableBelow("## REST");
const TENANT_ROLES: Record<string, TenantRole> = {
  "tenant admin": "admin",
  author: "author",
  viewer: "viewer",
};

let services: Services;
const ENTITLEMENTS = {
  ...{ rows: 1, apps: 1, members: 1, reloadsPerDay: 1, memoryMb: 1, reloadSeconds: 1, storageMb: 1 },
};

let estate: Estate;
/** An operator and a key to be changed. */
let colleague: string;
let spareKey: string;
let onboarding: string;

beforeAll(async () => {
  services = await testServices({ workflows: "none" as never });
  services = { ...services, workflows: await testWorkflows(services) };
  estate = await makeEstate(services, "acme");
  makeLocalToken(services.dataFolder);
  const owner = as(services, operator());
  onboarding = (await makeRun(services.store, { kind: "onboard", input: { tenants: [] } })).id;
  colleague = (await createOperator(owner, { email: "c@example.com", name: "C", role: "support" })).id;
  spareKey = (await createApiKey(owner, { name: "spare" })).id;
});

function actorOf(role: Role): Actor {
  const tenantRole = TENANT_ROLES[role];
  return tenantRole ? memberOf(estate.tenant, tenantRole) : operator(role as OperatorRole);
}

/** Refused for want of permission; anything else (also a failure further on) means the door was open. */
const REFUSED = new Set(["auth.forbidden", "FORBIDDEN", "NOT_FOUND", "UNAUTHORIZED"]);

const inputs: Record<string, unknown> = {};
function embedInput(verb: string): unknown {
  const tenantId = estate.tenant;
  const given: Record<string, unknown> = {
    addOrigin: { tenantId, origin: "https://office.example" },
    removeOrigin: { id: estate.embedOrigin },
    addKey: { tenantId, name: "office", publicJwk: PUBLIC_JWK },
    rotateKey: { id: estate.embedKey, publicJwk: PUBLIC_JWK },
    revokeKey: { id: estate.embedKey },
    preview: { app: estate.app },
  };
  return given[verb] ?? { tenantId };
}

function bookmarkInput(verb: string): unknown {
  const { app, bookmark } = estate;
  const given: Record<string, unknown> = {
    list: { app },
    save: { app, name: `b${Math.random()}`, place: {} },
    update: { id: bookmark, name: `b${Math.random()}` },
    setDefault: { app, bookmark },
  };
  return given[verb] ?? { id: bookmark };
}

function sheetInput(verb: string): unknown {
  const { app, sheet: id } = estate;
  const given: Record<string, unknown> = {
    list: { app },
    create: { app, title: "Mine" },
    save: { id, revision: 1, sheet: { sheet: "mine", format: 1, title: "Mine", objects: [] } },
    update: { id, shared: true },
    ofMember: { member: estate.member },
    handOver: { member: estate.member, to: estate.member },
  };
  return given[verb] ?? { id };
}

function draftInput(verb: string): unknown {
  const id = "sales";
  const given: Record<string, unknown> = {
    list: undefined,
    language: undefined,
    check: { id, texts: {} },
    contentAt: { id, at: 1 },
    clone: { id, as: "other" },
    save: { id, revision: 1, texts: {} },
    restore: { id, at: 1, revision: 1 },
    release: { id, revision: 1, version: "2.0.0", changelog: "x" },
  };
  return verb in given ? given[verb] : { id };
}

function inputFor(path: string): unknown {
  const byId: Record<string, string> = {
    tenants: estate.tenant,
    connections: estate.connection,
    drafts: estate.tenant,
    apps: estate.app,
    reloads: estate.reload,
    runs: estate.run,
    templates: "sales",
  };
  const [noun = "", verb = ""] = path.split(".");
  if (path.startsWith("templates.drafts.")) return draftInput(path.slice("templates.drafts.".length));
  if (noun === "embeds") return embedInput(verb);
  if (noun === "bookmarks") return bookmarkInput(verb);
  if (noun === "sheets") return sheetInput(verb);
  if (noun !== "capabilities" && (verb === "list" || verb === "facets"))
    return noun === "plans" ? undefined : {};
  const table = { name: "orders", columns: [] };
  const questions: Record<string, unknown> = {
    "connections.forms": undefined,
    "connections.overview": {},
    "tenants.dismissSetup": { id: estate.tenant, dismissed: true },
    "connections.changeSource": {
      id: estate.connection,
      kind: "sqlite",
      properties: { path: "elsewhere.db" },
    },
    "connections.rotate": { id: estate.connection, secret: "another" },
    "tenants.facts": { ids: [estate.tenant] },
    "fleet.preview": { action: "delete", ids: [estate.tenant] },
    "fleet.addTemplatePreview": { template: "none@1.0.0", ids: [estate.tenant] },
    "fleet.addTemplate": { template: "none@1.0.0", ids: [estate.tenant] },
    "fleet.planPreview": { plan: "growth@1", ids: [estate.tenant] },
    "fleet.changePlan": { plan: "growth@1", ids: [estate.tenant] },
    "fleet.start": { action: "resume", ids: [estate.tenant] },
    "home.get": undefined,
    "capabilities.list": { tenantId: estate.tenant },
    "capabilities.set": { tenantId: estate.tenant, capability: "export", to: "plan", reason: "as sold" },
    "capabilities.ask": { tenantId: estate.tenant, capability: "alerts" },
    "usage.current": { tenantId: estate.tenant },
    "usage.get": { tenantId: estate.tenant },
    "usage.trace": { tenantId: estate.tenant, meter: "reload_rows" },
    "usage.days": { tenantId: estate.tenant, meter: "reload_rows", from: "2026-01-01", to: "2026-02-01" },
    "usage.rejects": {},
    "usage.meters": undefined,
    "usage.declareMeter": { id: "custom.x", aggregation: "sum", unit: "x", title: "X" },
    "usage.rebuild": { tenantId: estate.tenant },
    "billing.fleetTenants": {},
    "billing.runs": {},
    "billing.priceExample": {
      ...{ price: { model: "per-unit", unit: { EUR: "1" } }, quantity: "1", currency: "EUR" },
    },
    "billing.traceLine": { invoice: estate.invoice, line: "inl_none" },
    "billing.traceMeter": { tenant: estate.tenant, meter: "reload_rows" },
    "billing.changeCostModel": {},
    "billing.rehearse": { at: "2026-01-01T00:00:00Z" },
    "billing.whatIf": { plan: "growth" },
    "billing.changeSettings": { seller: { name: "x" } },
    "billing.changeLogo": { base64: null },
    "billing.subscription": { tenant: estate.tenant },
    "billing.upcoming": { tenant: estate.tenant },
    "billing.start": { tenant: estate.tenant },
    "billing.preview": { tenant: estate.tenant, change: { seats: 3 } },
    "billing.change": { tenant: estate.tenant, change: { seats: 3 } },
    "billing.invoices": {},
    "billing.invoice": { id: estate.invoice },
    "billing.pay": { id: estate.invoice, reference: "x" },
    "billing.void": { id: estate.invoice, reason: "wrong" },
    "billing.giveUp": { id: estate.invoice, reason: "wrong" },
    "billing.wayToPay": { tenant: estate.tenant },
    "billing.saveWayToPay": { tenant: estate.tenant },
    "billing.checkWayToPay": { tenant: estate.tenant },
    "billing.removeWayToPay": { tenant: estate.tenant },
    "billing.payOnline": { id: estate.invoice },
    "billing.checkPayment": { id: estate.payment },
    "billing.refund": { id: estate.payment },
    "billing.changePaymentSettings": { provider: "manual" },
    "billing.credit": { id: estate.invoice, reason: "wrong" },
    "plans.yaml": { ref: "growth@1" },
    "plans.read": { text: "plans: []" },
    "billing.createCoupon": { code: `R-${unique()}`, title: "x", off: { kind: "percent", percent: "1" } },
    "billing.endCoupon": { id: estate.coupon },
    "billing.previewCoupon": { tenant: estate.tenant, code: "NONE" },
    "billing.redeemCoupon": { tenant: estate.tenant, code: "NONE" },
    "billing.alerts": { tenant: estate.tenant },
    "billing.addAlert": { tenant: estate.tenant, amount: unique() },
    "billing.removeAlert": { id: estate.alert },
    "plans.offered": { tenant: estate.tenant },
    "plans.create": { id: "x", title: { en: "x" }, entitlements: ENTITLEMENTS },
    "plans.retire": { ref: "growth@1" },
    "announcements.current": undefined,
    "announcements.create": { text: "x" },
    "announcements.end": { id: estate.announcement },
    "announcements.dismiss": { id: estate.announcement },
    "home.dismissGuide": { dismissed: true },
    "home.removeSamples": undefined,
    "home.startSample": undefined,
    "apps.overview": {},
    "reloads.overview": {},
    "templates.catalogue": undefined,
    "templates.checkExpression": { expression: "Sum(A)" },
    "templates.version": { id: "sales", version: "1.0.0" },
    "templates.import": { files: [{ path: "template.yaml", content: "" }] },
    "connections.columns": { id: estate.connection, table: "orders" },
    "connections.look": { id: estate.connection, table: "orders" },
    "connections.count": { id: estate.connection, table },
    "connections.preview": { id: estate.connection, table },
    "apiKeys.create": { name: "x" },
    "apiKeys.revoke": { id: spareKey },
    "search.all": { q: "x" },
    "onboarding.preview": { file: "tenants: [{}]", format: "yaml" },
    "onboarding.start": { file: "tenants: [{}]", format: "yaml" },
    "onboarding.get": { id: onboarding },
    "settings.reach": undefined,
    "settings.changeReach": { hosts: [] },
    "settings.security": undefined,
    "settings.changeSecurity": { operatorsNeedFactor: false },
    "audit.export": {},
    "audit.verify": {},
    "audit.archives": {},
    "audit.readArchive": { id: estate.archive },
    "audit.archiveFile": { id: estate.archive },
    "audit.verifyArchive": { id: estate.archive },
    "deliveries.list": undefined,
    "deliveries.create": {
      ...{ app: estate.app, sheet: "overview", every: "daily", at: "07:00", zone: "UTC", language: "en" },
    },
    "deliveries.sendNow": { id: estate.delivery },
    "deliveries.ofTenant": { tenantId: estate.tenant },
    "deliveries.pause": { id: estate.delivery, paused: true },
    "deliveries.remove": { id: estate.delivery },
    "deliveries.openLink": { token: `${estate.delivery}.${"0".repeat(64)}` },
    "deliveries.unsubscribe": { token: `${estate.delivery}.${"0".repeat(64)}` },
    "notifications.unread": undefined,
    "notifications.list": undefined,
    "notifications.read": {},
    "notifications.switches": undefined,
    "notifications.change": { kind: "announcement", portal: true, mail: true },
    "account.sessions": undefined,
    "account.endSession": { id: "ses_x" },
    "account.endOtherSessions": undefined,
    "passwordResets.request": { email: "nobody@example.com" },
    "passwordResets.open": { token: "a token of nobody at all" },
    "passwordResets.use": { token: "a token of nobody at all", password: "a long new password" },
    "account.secondFactor": undefined,
    "account.beginSecondFactor": { password: "x" },
    "account.confirmSecondFactor": { code: "000000" },
    "account.turnOffSecondFactor": { password: "x", code: "000000" },
    "account.renewRecoveryCodes": { password: "x", code: "000000" },
    "settings.mail": undefined,
    "settings.changeMail": {
      host: "mail.example",
      port: 587,
      tls: "starttls" as const,
      from: "a@mail.example",
      fromName: "A",
    },
    "settings.removeMail": undefined,
    "settings.testMail": { to: "a@mail.example" },
    "users.create": { email: `u${Math.random()}@example.com`, name: "U", role: "support" },
    "users.update": { id: colleague, role: "support" },
    "users.reset": { id: colleague },
    "users.resetFactor": { id: colleague },
    "members.resetFactor": { id: estate.member },
    "tenants.views": undefined,
    "tenants.saveView": { name: `v${Math.random()}`, query: "" },
    "tenants.removeView": { id: "tvw_none" },
    "tenants.startView": { id: null },
    "members.people": { tenantId: estate.tenant },
    "members.groups": { tenantId: estate.tenant },
    "members.facts": { tenantId: estate.tenant },
    "members.groupList": { tenantId: estate.tenant },
    "members.createGroup": { tenantId: estate.tenant, name: `g${Math.random()}` },
    "members.updateGroup": { id: estate.group, name: `g${Math.random()}` },
    "members.deleteGroup": { id: estate.group },
    "members.grants": { appId: estate.app },
    "members.setGrants": { appId: estate.app, groups: [] },
    "members.sheetGrants": { appId: estate.app },
    "members.setSheetGrants": { appId: estate.app, sheet: "overview", groups: [] },
    "members.fieldClasses": { tenantId: estate.tenant },
    "members.setClassGrants": { tenantId: estate.tenant, name: "personal", groups: [] },
    "members.preview": { tenantId: estate.tenant, text: "email\na@example.com" },
    "members.import": { tenantId: estate.tenant, text: "email\na@example.com" },
    "members.invite": { tenantId: estate.tenant, email: `p${Math.random()}@example.com` },
    "members.resend": { id: estate.member },
    "members.update": { id: estate.member, role: "viewer" },
    "members.suspend": { id: estate.member, suspended: true },
    "members.revoke": { id: estate.member },
    "members.remove": { id: estate.member },
    "invitations.open": { token: "a token of nobody at all" },
    "invitations.accept": { token: "a token of nobody at all", password: "a long new password" },
    "viewing.start": { memberId: estate.member, reason: "a look" },
    "viewing.raise": { reason: "a look" },
    "viewing.end": undefined,
    "mails.list": {},
    "mails.read": { id: "mal_x" },
    "mails.retry": { id: "mal_x" },
    "mails.discard": { id: "mal_x" },
    "drafts.templates": undefined,
    "drafts.checkSlug": { slug: "free" },
    "drafts.start": {},
    "drafts.save": { id: estate.tenant, data: {} },
    "drafts.putConnection": { id: estate.tenant, name: "shop", kind: "sqlite" },
    "drafts.dropConnection": { id: estate.tenant, name: "shop" },
  };
  if (path in questions) return questions[path];
  if (path === "reloads.start") return { app: estate.app };
  if (path === "account.me") return undefined;
  if (path === "runs.events") return { ids: [estate.run] };
  if (path === "account.changePassword") return { current: "x", next: "a long new password" };
  return {
    id: byId[noun],
    ...(verb === "query" ? { measures: ["Count(X)"] } : {}),
    ...(verb === "fieldValues" ? { field: "X" } : {}),
    ...(verb === "ask" ? { questions: {} } : {}),
    ...inputs,
  };
}

async function mayCall(path: string, role: Role): Promise<boolean> {
  // A discarded draft, or a deleted tenant, leaves nothing for the next role to be refused.
  if (
    path === "drafts.discard" ||
    path === "tenants.delete" ||
    path === "drafts.get" ||
    path === "embeds.removeOrigin" ||
    path === "members.deleteGroup" ||
    path === "deliveries.remove" ||
    path === "billing.removeAlert" ||
    path.startsWith("members.re")
  )
    estate = await makeEstate(services, `d${Math.random().toString(36).slice(2, 10)}`);
  const caller = createCaller({
    services,
    ctx: as(services, actorOf(role)),
    sessionId: "s",
    requestId: "r",
    crossSite: false,
  });
  const run = procedureOf(caller, path);
  try {
    const result = await run?.(inputFor(path));
    if (Symbol.asyncIterator in Object(result)) await (result as AsyncGenerator).next();
    return true;
  } catch (error) {
    const { code, cause } = error as { code?: string; cause?: { code?: string } };
    const found =
      /^(templates?\.(not_found|no_draft)|(revision|mail)\.not_found|(invitation|reset)\.invalid|session\.not_found)$/;
    if (found.test(cause?.code ?? "")) return true;
    return !(
      REFUSED.has(code ?? "") &&
      (cause === undefined || /forbidden|not_found/.test(cause.code ?? ""))
    );
  }
}

/** A key with all a person of this role could give it. */
async function keyOf(role: Role): Promise<string> {
  if (role === "local") return localToken() ?? "";
  const actor = actorOf(role);
  const tenantId = role in TENANT_ROLES ? estate.tenant : undefined;
  const scopes = PERMISSIONS.filter(
    (p) => !NEVER_BY_KEY.includes(p) && (tenantId ? mayIn(actor, p, tenantId) : mayEverywhere(actor, p)),
  );
  return (
    await createApiKey(as(services, operator()), { name: role, scopes, ...(tenantId ? { tenantId } : {}) })
  ).key;
}

async function mayRequest(operation: string, key: string): Promise<boolean> {
  const [method = "", path = ""] = operation.split(" ");
  const noun = path.split("/")[1]?.replace(/s$/, "") as keyof Estate;
  const embed = path.includes("/keys/") ? estate.embedKey : estate.embedOrigin;
  const filled = path
    .replace("{id}", path.startsWith("/audit/") ? estate.archive : "{id}")
    .replace("{id}", path.startsWith("/deliveries/") ? estate.delivery : "{id}")
    .replace("{id}", path.startsWith("/embeds/") ? embed : "{id}")
    .replace("{id}", noun === ("template" as never) ? "sales" : (estate[noun] ?? "x"))
    .replace("{version}", "1.0.0");
  const queries: Record<string, string> = {
    "GET /audit/check": `?tenant=${estate.tenant}`,
    "GET /capabilities": `?tenant=${estate.tenant}`,
    "GET /deliveries": `?tenant=${estate.tenant}`,
    "GET /field-classes": `?tenant=${estate.tenant}`,
    "GET /audit": `?tenant=${estate.tenant}`,
    "GET /audit/archives": `?tenant=${estate.tenant}`,
    "GET /embeds": `?tenant=${estate.tenant}`,
    "GET /subscriptions": `?tenant=${estate.tenant}`,
    "GET /subscriptions/upcoming": `?tenant=${estate.tenant}`,
    "GET /subscriptions/coupon": `?tenant=${estate.tenant}&code=NONE`,
    "GET /alerts": `?tenant=${estate.tenant}`,
    "GET /invoices.csv": "?from=2020-01-01&to=2040-01-01",
    "GET /usage/events.csv": `?tenant=${estate.tenant}&meter=reload_rows&from=2026-01-01&to=2026-02-01`,
    "GET /usage/days": `?tenant=${estate.tenant}&meter=reload_rows&from=2026-01-01&to=2026-02-01`,
    "GET /invoices/{id}/trace": "?line=inl_none",
  };
  const ofTenant = queries[operation] ?? "";
  const query = operation === "POST /files" ? `?tenant=${estate.tenant}&name=x.csv` : ofTenant;
  const bodies: Record<string, unknown> = {
    "POST /connections": { tenant: estate.tenant, name: `c-${Math.random()}`, kind: "none" },
    "POST /connections/test": { tenant: estate.tenant, kind: "none" },
    "POST /members": { tenant: estate.tenant, email: `p${Math.random()}@example.com` },
    "PUT /capabilities": { tenant: estate.tenant, capability: "export", to: "plan", reason: "as sold" },
    "POST /capabilities/requests": { tenant: estate.tenant, capability: "alerts" },
    "PATCH /deliveries/{id}": { paused: true },
    "PUT /field-classes": { tenant: estate.tenant, name: "personal", groups: [] },
    "POST /groups": { tenant: estate.tenant, name: `g${Math.random()}` },
    "PATCH /groups/{id}": { name: `g${Math.random()}` },
    "POST /reloads": { app: estate.app },
    "POST /embeds/origins": { tenant: estate.tenant, origin: "https://office.example" },
    "POST /embeds/keys": { tenant: estate.tenant, name: "office", publicJwk: PUBLIC_JWK },
    "POST /embeds/keys/{id}/rotate": { publicJwk: PUBLIC_JWK },
    "POST /embeds/sessions/revoke": { tenant: estate.tenant },
    "POST /tenants": { tenant: {} },
    "POST /tenants/apply": { file: "tenants: []" },
    "POST /tenants/add-template/check": { template: "none@1.0.0", tenants: [estate.tenant] },
    "POST /tenants/add-template": { template: "none@1.0.0", tenants: [estate.tenant] },
    "POST /tenants/change-plan/check": { plan: "growth@1", tenants: [estate.tenant] },
    "POST /tenants/change-plan": { plan: "growth@1", tenants: [estate.tenant] },
    "POST /templates": { files: [{ path: "x", content: "" }] },
    "POST /api-keys": { name: "x" },
    "POST /owners": { email: `o${Math.random()}@example.com` },
    "POST /apps/{id}/query": { measures: ["Count(X)"] },
    "POST /apps/{id}/field-values": { field: "X" },
    "POST /apps/{id}/ask": { questions: {} },
    "POST /apps/{id}/sheets": { title: "Mine" },
    "PUT /sheets/{id}": { revision: 1, sheet: { sheet: "mine", format: 1, title: "Mine", objects: [] } },
    "PATCH /sheets/{id}": { shared: true },
    "POST /plans": { id: `p${Date.now()}`, title: { en: "x" }, entitlements: ENTITLEMENTS },
    "POST /usage/events": [{ subject: estate.tenant }],
    "POST /usage/meters": { id: "custom.x", aggregation: "sum", unit: "x", title: "X" },
    "POST /usage/rebuild": { tenant: estate.tenant },
    "POST /subscriptions": { tenant: estate.tenant },
    "POST /subscriptions/preview": { tenant: estate.tenant, change: { seats: 3 } },
    "POST /subscriptions/change": { tenant: estate.tenant, change: { seats: 3 } },
    "POST /invoices/{id}/payments": { reference: "x" },
    "POST /invoices/{id}/void": { reason: "wrong" },
    "POST /invoices/{id}/give-up": { reason: "wrong" },
    "POST /invoices/{id}/credit": { reason: "wrong" },
    "POST /coupons": { code: `R-${unique()}`, title: "x", off: { kind: "percent", percent: "1" } },
    "POST /subscriptions/coupon": { tenant: estate.tenant, code: "NONE" },
    "POST /alerts": { tenant: estate.tenant, amount: unique() },
    "POST /announcements": { text: "x" },
    "POST /apps/{id}/bookmarks": { name: `b${Math.random()}`, place: {} },
    "PUT /apps/{id}/bookmarks/default": { bookmark: null },
  };
  const response = await handleRest(
    services,
    new Request(`http://portal.test/api/v1${filled}${query}`, {
      method,
      headers: { authorization: `Bearer ${key}` },
      ...(method === "GET" ? {} : { body: JSON.stringify(bodies[operation] ?? {}) }),
    }),
  );
  if (response.status === 404) return /template|API key|no owner/.test(await response.text());
  return response.status !== 403 && response.status !== 401;
}

describe("S10: portal (tRPC)", () => {
  test("the table names exactly the procedures there are", () => {
    expect([...portal.keys()].sort()).toEqual(Object.keys(appRouter._def.procedures).sort());
  });

  test.each([...portal.keys()])("%s", async (operation) => {
    const found: Record<string, boolean> = {};
    for (const role of portal.get(operation)?.keys() ?? []) found[role] = await mayCall(operation, role);
    expect(found).toEqual(Object.fromEntries(portal.get(operation) ?? []));
  });
});

describe("S10: REST", () => {
  test("the table names exactly the operations there are", () => {
    expect([...rest.keys()].sort()).toEqual(restRoutes.map((r) => `${r.method} ${r.path}`).sort());
  });

  // What deletes comes last, so that the rows the others ask for are still there.
  const order = [...rest.keys()].sort(
    (a, b) => Number(a.startsWith("DELETE")) - Number(b.startsWith("DELETE")),
  );
  test.each(order)("%s", async (operation) => {
    const marks = rest.get(operation) ?? new Map<Role, boolean>();
    const found: Record<string, boolean> = {};
    // Those who may not are asked first: a deletion that succeeds leaves nothing for them to be refused.
    for (const role of [...marks.keys()].sort((a, b) => Number(marks.get(a)) - Number(marks.get(b)))) {
      if (operation.startsWith("DELETE") && marks.get(role))
        estate = await makeEstate(services, `s${Math.random().toString(36).slice(2, 10)}`);
      found[role] = await mayRequest(operation, await keyOf(role));
    }
    expect(found).toEqual(Object.fromEntries(marks));
  });
});
