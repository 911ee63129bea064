import { beforeAll, describe, expect, test } from "vitest";
import { handleRest } from "@/server/api/rest/handler";
import type { RestRoute } from "@/server/api/rest/route";
import { restRoutes } from "@/server/api/rest/routes";
import { appRouter, createCaller } from "@/server/api/root";
import type { Context, Services } from "@/server/shared/context";
import { canonicalJson } from "@/server/shared/json";
import { encodeCursor } from "@/server/shared/pagination";
import { as, memberOf, testServices } from "@/server/testing/context";
import { procedureOf } from "@/server/testing/procedure";
import { type Estate, makeEstate, makeKey, PUBLIC_JWK } from "@/server/testing/two-tenants";
import { testWorkflows } from "@/server/testing/workflows";

/**
 * S1. Every operation of the routing tables is called by another tenant's key or admin, with the victim's ids in
 * path, query, body, header and cursor. Nothing of the victim may come back, and nothing of it may change.
 * An operation without a row below fails: that is how a new route gets one.
 */

type Rows = (v: Estate) => { query?: Record<string, string>; body?: unknown };

const ENTITLEMENTS = {
  ...{ rows: 1, apps: 1, members: 1, reloadsPerDay: 1, memoryMb: 1, reloadSeconds: 1, storageMb: 1 },
};

const DAYS = { from: "2026-01-01", to: "2026-02-01" };

/** What an attacker would send besides the path, whose `{id}` is filled by the route's noun. */
const REST: Record<string, Rows> = {
  "GET /openapi.json": () => ({}),
  "POST /owners": () => ({ body: {} }),
  "POST /owners/reset": () => ({ body: {} }),
  "GET /api-keys": () => ({}),
  "POST /api-keys": (v) => ({ body: { name: "mine", tenantId: v.tenant } }),
  "DELETE /api-keys/{id}": () => ({}),
  "GET /tenants": (v) => ({ query: { slug: v.slug, q: v.canary } }),
  "POST /tenants": (v) => ({ body: { tenant: { slug: v.slug, name: "Taken over", plan: "starter@1" } } }),
  "POST /tenants/apply": (v) => ({
    body: { file: `tenants: [{slug: ${v.slug}, name: Taken over, plan: starter@1}]`, prune: true },
  }),
  "POST /tenants/add-template/check": (v) => ({ body: { template: "sales@1.0.0", tenants: [v.tenant] } }),
  "POST /tenants/add-template": (v) => ({ body: { template: "sales@1.0.0", tenants: [v.tenant] } }),
  "POST /tenants/change-plan/check": (v) => ({ body: { plan: "scale@1", tenants: [v.tenant] } }),
  "POST /tenants/change-plan": (v) => ({ body: { plan: "scale@1", tenants: [v.tenant] } }),
  "GET /tenants/{id}": () => ({}),
  "PATCH /tenants/{id}": () => ({ body: { name: "Taken over" } }),
  "DELETE /tenants/{id}": () => ({}),
  "POST /tenants/{id}/suspend": () => ({}),
  "POST /tenants/{id}/resume": () => ({}),
  "GET /templates": () => ({}),
  "POST /templates": () => ({ body: { files: [{ path: "template.yaml", content: "" }] } }),
  "GET /templates/{id}": () => ({}),
  "GET /templates/{id}/versions/{version}": () => ({}),
  "GET /templates/{id}/export": () => ({}),
  "POST /templates/{id}/clone": () => ({ body: { as: "taken-over" } }),
  "GET /templates/{id}/draft": () => ({}),
  "POST /templates/{id}/draft": () => ({}),
  "PATCH /templates/{id}/draft": () => ({ body: { revision: 1, texts: {} } }),
  "DELETE /templates/{id}/draft": () => ({}),
  "POST /templates/{id}/draft/reload": () => ({ body: {} }),
  "GET /templates/{id}/draft/comparison": () => ({}),
  "POST /templates/{id}/draft/release": () => ({ body: { revision: 1, version: "2.0.0", changelog: "x" } }),
  "GET /connections": (v) => ({ query: { tenant: v.tenant } }),
  "POST /connections": (v) => ({ body: { tenant: v.tenant, name: "mine", kind: "sqlite", properties: {} } }),
  "POST /connections/test": (v) => ({
    body: { tenant: v.tenant, kind: "sqlite", properties: { path: v.canary } },
  }),
  "GET /connections/{id}": () => ({}),
  "PATCH /connections/{id}": () => ({ body: { properties: { path: "elsewhere.db" } } }),
  "DELETE /connections/{id}": () => ({}),
  "POST /connections/{id}/test": () => ({}),
  "GET /apps": (v) => ({ query: { tenant: v.tenant } }),
  "GET /apps/{id}": () => ({}),
  "GET /apps/{id}/model": () => ({}),
  "GET /apps/{id}/content": () => ({}),
  "POST /apps/{id}/repair": () => ({}),
  "POST /apps/{id}/query": () => ({ body: { measures: ["Count(X)"] } }),
  "POST /apps/{id}/field-values": () => ({ body: { field: "X" } }),
  "POST /apps/{id}/ask": () => ({ body: { questions: {} } }),
  "GET /apps/{id}/dashboard": () => ({}),
  "GET /apps/{id}/sheets": () => ({}),
  "POST /apps/{id}/sheets": () => ({ body: { title: "mine" } }),
  "GET /sheets/{id}": () => ({}),
  "PUT /sheets/{id}": () => ({
    body: { revision: 1, sheet: { sheet: "mine", format: 1, title: "Mine", objects: [] } },
  }),
  "PATCH /sheets/{id}": (v) => ({ body: { shared: false, member: v.member } }),
  "DELETE /sheets/{id}": () => ({}),
  "POST /sheets/{id}/restore": () => ({}),
  "GET /apps/{id}/bookmarks": () => ({}),
  "POST /apps/{id}/bookmarks": () => ({ body: { name: "mine", place: {} } }),
  "PUT /apps/{id}/bookmarks/default": (v) => ({ body: { bookmark: v.bookmark } }),
  "GET /bookmarks/{id}": () => ({}),
  "PATCH /bookmarks/{id}": () => ({ body: { name: "mine", shared: false } }),
  "DELETE /bookmarks/{id}": () => ({}),
  "POST /bookmarks/{id}/restore": () => ({}),
  "GET /reloads": (v) => ({ query: { tenant: v.tenant, app: v.app } }),
  "POST /reloads": (v) => ({ body: { app: v.app } }),
  "GET /reloads/{id}": () => ({}),
  "GET /reloads/{id}/log": () => ({}),
  "POST /reloads/{id}/cancel": () => ({}),
  "GET /runs": (v) => ({ query: { tenant: v.tenant } }),
  "GET /runs/{id}": () => ({}),
  "GET /runs/{id}/events": () => ({}),
  "POST /runs/{id}/retry": () => ({ body: {} }),
  "POST /runs/{id}/cancel": () => ({}),
  "POST /runs/{id}/undo": () => ({}),
  "GET /capabilities": (v) => ({ query: { tenant: v.tenant } }),
  "PUT /capabilities": (v) => ({
    body: { tenant: v.tenant, capability: "export", to: "off", reason: "mine" },
  }),
  "POST /capabilities/requests": (v) => ({ body: { tenant: v.tenant, capability: "alerts" } }),
  "GET /deliveries": (v) => ({ query: { tenant: v.tenant } }),
  "PATCH /deliveries/{id}": () => ({ body: { paused: true } }),
  "DELETE /deliveries/{id}": () => ({}),
  "GET /field-classes": (v) => ({ query: { tenant: v.tenant } }),
  "PUT /field-classes": (v) => ({ body: { tenant: v.tenant, name: "personal", groups: [] } }),
  "GET /audit": (v) => ({ query: { tenant: v.tenant } }),
  "GET /audit/check": (v) => ({ query: { tenant: v.tenant } }),
  "GET /audit/archives": (v) => ({ query: { tenant: v.tenant } }),
  "GET /audit/archives/{id}": () => ({}),
  "GET /audit/archives/{id}/file": () => ({}),
  "GET /audit/archives/{id}/check": () => ({}),
  "GET /members": (v) => ({ query: { tenant: v.tenant } }),
  "GET /members/{id}": () => ({}),
  "POST /members/{id}/suspend": () => ({}),
  "POST /members/{id}/resume": () => ({}),
  "GET /groups": (v) => ({ query: { name: v.canary } }),
  "GET /groups/{id}": () => ({}),
  "POST /groups": (v) => ({ body: { tenant: v.tenant, name: "mine" } }),
  "PATCH /groups/{id}": () => ({ body: { name: "mine", externalId: "mine" } }),
  "DELETE /groups/{id}": () => ({}),
  "POST /members": (v) => ({ body: { tenant: v.tenant, email: "me@example.com", role: "admin" } }),
  "PATCH /members/{id}": () => ({ body: { role: "admin" } }),
  "DELETE /members/{id}": () => ({}),
  "GET /embeds": (v) => ({ query: { tenant: v.tenant } }),
  "POST /embeds/origins": (v) => ({ body: { tenant: v.tenant, origin: "https://attacker.example" } }),
  "DELETE /embeds/origins/{id}": () => ({}),
  "POST /embeds/keys": (v) => ({ body: { tenant: v.tenant, name: "mine", publicJwk: PUBLIC_JWK } }),
  "POST /embeds/keys/{id}/rotate": () => ({ body: { publicJwk: PUBLIC_JWK } }),
  "DELETE /embeds/keys/{id}": () => ({}),
  "POST /embeds/sessions/revoke": (v) => ({ body: { tenant: v.tenant } }),
  "GET /files": (v) => ({ query: { tenant: v.tenant } }),
  "POST /files": (v) => ({ query: { tenant: v.tenant, name: `${v.canary}.csv` }, body: "overwritten" }),
  "DELETE /files/{id}": () => ({}),
  "GET /plans": () => ({}),
  "POST /plans": (v) => ({ body: { id: "mine", title: { en: v.canary }, entitlements: ENTITLEMENTS } }),
  "GET /plans/{id}/yaml": () => ({}),
  "POST /plans/{id}/retire": () => ({ body: {} }),
  "GET /usage": (v) => ({ query: { tenant: v.tenant } }),
  "GET /usage/events": (v) => ({ query: { tenant: v.tenant, meter: "reload_rows" } }),
  "GET /usage/events.csv": (v) => ({ query: { tenant: v.tenant, meter: "reload_rows", ...DAYS } }),
  "GET /usage/days": (v) => ({ query: { tenant: v.tenant, meter: "reload_rows", ...DAYS } }),
  "POST /usage/events": (v) => ({ body: [{ specversion: "1.0", subject: v.tenant }] }),
  "GET /usage/rejects": (v) => ({ query: { tenant: v.tenant } }),
  "GET /usage/meters": () => ({}),
  "POST /usage/meters": () => ({ body: { id: "custom.x", aggregation: "sum", unit: "x", title: "X" } }),
  "POST /usage/rebuild": (v) => ({ body: { tenant: v.tenant } }),
  "GET /subscriptions": (v) => ({ query: { tenant: v.tenant } }),
  "GET /subscriptions/upcoming": (v) => ({ query: { tenant: v.tenant } }),
  "POST /subscriptions": (v) => ({ body: { tenant: v.tenant } }),
  "POST /subscriptions/preview": (v) => ({ body: { tenant: v.tenant, change: { seats: 3 } } }),
  "POST /subscriptions/change": (v) => ({ body: { tenant: v.tenant, change: { seats: 3 } } }),
  "GET /invoices": (v) => ({ query: { tenant: v.tenant } }),
  "GET /invoices.csv": (v) => ({ query: { tenant: v.tenant, from: "2020-01-01", to: "2040-01-01" } }),
  "GET /invoices/{id}": () => ({}),
  "GET /invoices/{id}/pdf": () => ({}),
  "GET /invoices/{id}/trace": () => ({ query: { line: "inl_none" } }),
  "POST /invoices/{id}/payments": () => ({ body: { reference: "mine" } }),
  "POST /invoices/{id}/void": () => ({ body: { reason: "mine" } }),
  "POST /invoices/{id}/give-up": () => ({ body: { reason: "mine" } }),
  "POST /invoices/{id}/credit": () => ({ body: { reason: "mine" } }),
  "POST /billing/run": () => ({}),
  "GET /coupons": () => ({}),
  "POST /coupons": () => ({ body: { code: "MINE", title: "mine", off: { kind: "percent", percent: "99" } } }),
  "POST /coupons/{id}/end": () => ({}),
  "GET /subscriptions/coupon": (v) => ({ query: { tenant: v.tenant, code: "NONE" } }),
  "POST /subscriptions/coupon": (v) => ({ body: { tenant: v.tenant, code: "NONE" } }),
  "GET /alerts": (v) => ({ query: { tenant: v.tenant } }),
  "POST /alerts": (v) => ({ body: { tenant: v.tenant, amount: 5 } }),
  "DELETE /alerts/{id}": () => ({}),
  "GET /announcements": () => ({}),
  "POST /announcements": (v) => ({ body: { text: "mine", tenantIds: [v.tenant] } }),
  "POST /announcements/{id}/end": () => ({}),
};

const PRICE_EXAMPLE = {
  ...{ price: { model: "per-unit", unit: { EUR: "1" } }, quantity: "1", currency: "EUR" },
};

const TRPC: Record<string, (v: Estate) => unknown> = {
  "account.me": () => undefined,
  "account.changePassword": () => ({ current: "x", next: "a long new password" }),
  "tenants.list": (v) => ({ slug: v.slug }),
  "tenants.get": (v) => ({ id: v.tenant }),
  "tenants.facets": (v) => ({ q: v.canary }),
  "tenants.facts": (v) => ({ ids: [v.tenant] }),
  "tenants.usage": (v) => ({ id: v.tenant }),
  "tenants.setup": (v) => ({ id: v.tenant }),
  "tenants.noteWelcome": (v) => ({ id: v.tenant, skip: "look" }),
  "tenants.problems": (v) => ({ id: v.tenant }),
  "tenants.dismissSetup": (v) => ({ id: v.tenant, dismissed: true }),
  "tenants.customize": (v) => ({ id: v.tenant, name: "Taken over" }),
  "tenants.views": () => undefined,
  "tenants.saveView": () => ({ name: "mine", query: "" }),
  "tenants.removeView": () => ({ id: "tvw_none" }),
  "tenants.startView": () => ({ id: null }),
  "tenants.suspend": (v) => ({ id: v.tenant }),
  "tenants.resume": (v) => ({ id: v.tenant }),
  "tenants.delete": (v) => ({ id: v.tenant }),
  "fleet.preview": (v) => ({ action: "delete", ids: [v.tenant] }),
  "fleet.addTemplatePreview": (v) => ({ template: "sales@1.0.0", ids: [v.tenant] }),
  "fleet.addTemplate": (v) => ({ template: "sales@1.0.0", ids: [v.tenant] }),
  "fleet.planPreview": (v) => ({ plan: "scale@1", ids: [v.tenant] }),
  "fleet.changePlan": (v) => ({ plan: "scale@1", ids: [v.tenant] }),
  "fleet.start": (v) => ({ action: "delete", filter: { q: v.slug } }),
  "home.get": () => undefined,
  "usage.current": (v) => ({ tenantId: v.tenant }),
  "usage.get": (v) => ({ tenantId: v.tenant }),
  "usage.trace": (v) => ({ tenantId: v.tenant, meter: "reload_rows" }),
  "usage.days": (v) => ({ tenantId: v.tenant, meter: "reload_rows", ...DAYS }),
  "usage.rejects": (v) => ({ tenantId: v.tenant }),
  "usage.meters": () => undefined,
  "usage.declareMeter": () => ({ id: "custom.x", aggregation: "sum", unit: "x", title: "X" }),
  "usage.rebuild": (v) => ({ tenantId: v.tenant }),
  "billing.settings": () => undefined,
  "billing.changeSettings": (v) => ({ seller: { name: v.canary } }),
  "billing.logo": () => undefined,
  "billing.changeLogo": () => ({ base64: null }),
  "billing.subscription": (v) => ({ tenant: v.tenant }),
  "billing.upcoming": (v) => ({ tenant: v.tenant }),
  "billing.start": (v) => ({ tenant: v.tenant }),
  "billing.preview": (v) => ({ tenant: v.tenant, change: { seats: 3 } }),
  "billing.change": (v) => ({ tenant: v.tenant, change: { seats: 3 } }),
  "billing.invoices": (v) => ({ tenant: v.tenant }),
  "billing.invoice": (v) => ({ id: v.invoice }),
  "billing.pay": (v) => ({ id: v.invoice, reference: "mine" }),
  "billing.void": (v) => ({ id: v.invoice, reason: "mine" }),
  "billing.giveUp": (v) => ({ id: v.invoice, reason: "mine" }),
  "billing.credit": (v) => ({ id: v.invoice, reason: "mine" }),
  "billing.wayToPay": (v) => ({ tenant: v.tenant }),
  "billing.saveWayToPay": (v) => ({ tenant: v.tenant }),
  "billing.checkWayToPay": (v) => ({ tenant: v.tenant }),
  "billing.removeWayToPay": (v) => ({ tenant: v.tenant }),
  "billing.payOnline": (v) => ({ id: v.invoice }),
  "billing.checkPayment": (v) => ({ id: v.payment }),
  "billing.refund": (v) => ({ id: v.payment }),
  "billing.paymentSettings": () => undefined,
  "billing.changePaymentSettings": () => ({ provider: "manual" }),
  "billing.checkPaymentKeys": () => undefined,
  "billing.fleet": () => undefined,
  "billing.fleetTenants": () => ({}),
  "billing.costModel": () => undefined,
  "billing.changeCostModel": () => ({}),
  "billing.rehearse": (v) => ({ at: "2026-01-01T00:00:00Z", tenant: v.tenant }),
  "billing.whatIf": (v) => ({ plan: "growth", tenant: v.tenant }),
  "billing.run": () => undefined,
  "billing.runs": () => ({}),
  "billing.priceExample": () => PRICE_EXAMPLE,
  "billing.traceLine": (v) => ({ invoice: v.invoice, line: "inl_none" }),
  "billing.traceMeter": (v) => ({ tenant: v.tenant, meter: "reload_rows" }),
  "plans.catalogue": () => undefined,
  "plans.yaml": () => ({ ref: "growth@1" }),
  "plans.read": () => ({ text: "plans: []" }),
  "billing.coupons": () => undefined,
  "billing.createCoupon": () => ({ code: "MINE", title: "mine", off: { kind: "percent", percent: "99" } }),
  "billing.endCoupon": (v) => ({ id: v.coupon }),
  "billing.previewCoupon": (v) => ({ tenant: v.tenant, code: "NONE" }),
  "billing.redeemCoupon": (v) => ({ tenant: v.tenant, code: "NONE" }),
  "billing.alerts": (v) => ({ tenant: v.tenant }),
  "billing.addAlert": (v) => ({ tenant: v.tenant, amount: 5 }),
  "billing.removeAlert": (v) => ({ id: v.alert }),
  "plans.offered": (v) => ({ tenant: v.tenant }),
  "plans.create": (v) => ({ id: "mine", title: { en: v.canary }, entitlements: ENTITLEMENTS }),
  "plans.retire": () => ({ ref: "growth@1" }),
  "announcements.current": () => undefined,
  "announcements.list": () => undefined,
  "announcements.create": (v) => ({ text: "mine", tenantIds: [v.tenant] }),
  "announcements.end": (v) => ({ id: v.announcement }),
  "announcements.dismiss": (v) => ({ id: v.announcement }),
  "home.dismissGuide": () => ({ dismissed: true }),
  "home.removeSamples": () => undefined,
  "home.startSample": () => undefined,
  "connections.overview": (v) => ({ tenantId: v.tenant, q: v.canary }),
  "connections.use": (v) => ({ id: v.connection }),
  "connections.changeSource": (v) => ({ id: v.connection, kind: "sqlite", properties: { path: v.canary } }),
  "connections.rotate": (v) => ({ id: v.connection, secret: "another" }),
  "apps.overview": (v) => ({ tenantId: v.tenant, q: v.canary }),
  "reloads.overview": (v) => ({ tenantId: v.tenant, appId: v.app }),
  "reloads.report": (v) => ({ id: v.reload }),
  "templates.catalogue": () => undefined,
  "templates.checkExpression": () => ({ expression: "Sum(A)" }),
  "templates.version": () => ({ id: "sales", version: "1.0.0" }),
  "templates.use": () => ({ id: "sales" }),
  "templates.import": () => ({ files: [{ path: "template.yaml", content: "" }] }),
  "templates.drafts.language": () => undefined,
  "templates.drafts.list": () => undefined,
  "templates.drafts.get": () => ({ id: "sales" }),
  "templates.drafts.check": () => ({ id: "sales", texts: {} }),
  "templates.drafts.history": () => ({ id: "sales" }),
  "templates.drafts.contentAt": () => ({ id: "sales", at: 1 }),
  "templates.drafts.trials": () => ({ id: "sales" }),
  "templates.drafts.compare": () => ({ id: "sales" }),
  "templates.drafts.start": () => ({ id: "sales" }),
  "templates.drafts.clone": () => ({ id: "sales", as: "taken-over" }),
  "templates.drafts.save": () => ({ id: "sales", revision: 1, texts: {} }),
  "templates.drafts.setSample": () => ({ id: "sales" }),
  "templates.drafts.restore": () => ({ id: "sales", at: 1, revision: 1 }),
  "templates.drafts.reload": () => ({ id: "sales" }),
  "templates.drafts.release": () => ({ id: "sales", revision: 1, version: "2.0.0", changelog: "x" }),
  "templates.drafts.discard": () => ({ id: "sales" }),
  "templates.list": () => ({}),
  "templates.get": () => ({ id: "sales" }),
  "connections.list": (v) => ({ tenantId: v.tenant }),
  "connections.get": (v) => ({ id: v.connection }),
  "connections.test": (v) => ({ id: v.connection }),
  "connections.forms": () => undefined,
  "connections.tables": (v) => ({ id: v.connection }),
  "connections.columns": (v) => ({ id: v.connection, table: "orders" }),
  "connections.look": (v) => ({ id: v.connection, table: "orders" }),
  "connections.count": (v) => ({ id: v.connection, table: { name: "orders", columns: [] } }),
  "connections.preview": (v) => ({ id: v.connection, table: { name: "orders", columns: [] } }),
  "drafts.templates": () => undefined,
  "drafts.checkSlug": (v) => ({ slug: v.slug }),
  "drafts.start": (v) => ({ data: { details: { name: "Taken over", slug: v.slug } } }),
  "drafts.get": (v) => ({ id: v.tenant }),
  "drafts.file": (v) => ({ id: v.tenant }),
  "drafts.save": (v) => ({ id: v.tenant, data: { details: { name: "Taken over" } } }),
  "drafts.discard": (v) => ({ id: v.tenant }),
  "drafts.putConnection": (v) => ({ id: v.tenant, name: v.canary, kind: "sqlite", secret: "stolen" }),
  "drafts.dropConnection": (v) => ({ id: v.tenant, name: v.canary }),
  "drafts.sources": (v) => ({ id: v.tenant }),
  "drafts.create": (v) => ({ id: v.tenant }),
  "apiKeys.list": () => ({}),
  "apiKeys.create": (v) => ({ name: "mine", tenantId: v.tenant }),
  "apiKeys.revoke": () => ({ id: "key_x" }),
  "onboarding.preview": (v) => ({ file: `tenants: [{slug: ${v.slug}}]`, format: "yaml" }),
  "onboarding.start": (v) => ({
    file: `tenants: [{slug: ${v.slug}, name: x, plan: starter@1}]`,
    format: "yaml",
  }),
  "onboarding.get": (v) => ({ id: v.run }),
  "search.all": (v) => ({ q: v.canary }),
  "settings.reach": () => undefined,
  "settings.changeReach": () => ({ hosts: ["10.0.0.1"] }),
  "settings.security": () => undefined,
  "settings.changeSecurity": () => ({ operatorsNeedFactor: true }),
  "audit.list": (v) => ({ tenantId: v.tenant }),
  "audit.export": (v) => ({ tenantId: v.tenant }),
  "audit.verify": (v) => ({ tenantId: v.tenant }),
  "account.sessions": () => undefined,
  "account.endSession": () => ({ id: "ses_x" }),
  "account.endOtherSessions": () => undefined,
  "passwordResets.request": (v) => ({ email: `admin@${v.slug}.example` }),
  "passwordResets.open": () => ({ token: "a token of nobody at all" }),
  "passwordResets.use": () => ({ token: "a token of nobody at all", password: "a long new password" }),
  "account.secondFactor": () => undefined,
  "account.beginSecondFactor": () => ({ password: "x" }),
  "account.confirmSecondFactor": () => ({ code: "000000" }),
  "account.turnOffSecondFactor": () => ({ password: "x", code: "000000" }),
  "account.renewRecoveryCodes": () => ({ password: "x", code: "000000" }),
  "settings.mail": () => undefined,
  "settings.changeMail": () => ({
    host: "mail.example",
    port: 587,
    tls: "starttls" as const,
    from: "a@mail.example",
    fromName: "A",
  }),
  "settings.removeMail": () => undefined,
  "settings.testMail": () => ({ to: "a@mail.example" }),
  "users.list": () => undefined,
  "users.create": () => ({ email: "me@example.com", name: "Me", role: "owner" }),
  "users.update": () => ({ id: "usr_x", role: "owner" }),
  "users.reset": () => ({ id: "usr_x" }),
  "users.resetFactor": () => ({ id: "usr_x" }),
  "members.resetFactor": (v) => ({ id: v.member }),
  "apps.list": (v) => ({ tenantId: v.tenant }),
  "apps.get": (v) => ({ id: v.app }),
  "apps.model": (v) => ({ id: v.app }),
  "audit.archives": (v) => ({ tenantId: v.tenant }),
  "audit.readArchive": (v) => ({ id: v.archive }),
  "audit.archiveFile": (v) => ({ id: v.archive }),
  "audit.verifyArchive": (v) => ({ id: v.archive }),
  "apps.content": (v) => ({ id: v.app }),
  "apps.repair": (v) => ({ id: v.app }),
  "apps.query": (v) => ({ id: v.app, measures: ["Count(X)"] }),
  "apps.fieldValues": (v) => ({ id: v.app, field: "X" }),
  "apps.ask": (v) => ({ id: v.app, questions: {} }),
  "apps.dashboard": (v) => ({ id: v.app }),
  "sheets.list": (v) => ({ app: v.app }),
  "sheets.get": (v) => ({ id: v.sheet }),
  "sheets.ofMember": (v) => ({ member: v.member }),
  "sheets.handOver": (v) => ({ member: v.member, to: v.member }),
  "sheets.takers": (v) => ({ id: v.sheet }),
  "sheets.create": (v) => ({ app: v.app, title: "mine" }),
  "sheets.save": (v) => ({
    id: v.sheet,
    revision: 1,
    sheet: { sheet: "mine", format: 1, title: "Mine", objects: [] },
  }),
  "sheets.update": (v) => ({ id: v.sheet, shared: false }),
  "sheets.remove": (v) => ({ id: v.sheet }),
  "sheets.restore": (v) => ({ id: v.sheet }),
  "capabilities.list": (v) => ({ tenantId: v.tenant }),
  "capabilities.set": (v) => ({ tenantId: v.tenant, capability: "export", to: "off", reason: "mine" }),
  "capabilities.ask": (v) => ({ tenantId: v.tenant, capability: "alerts" }),
  "deliveries.list": () => undefined,
  "deliveries.create": (v) => ({
    app: v.app,
    sheet: "overview",
    every: "daily",
    at: "07:00",
    zone: "UTC",
    language: "en",
  }),
  "deliveries.sendNow": (v) => ({ id: v.delivery }),
  "deliveries.ofTenant": (v) => ({ tenantId: v.tenant }),
  "deliveries.pause": (v) => ({ id: v.delivery, paused: true }),
  "deliveries.remove": (v) => ({ id: v.delivery }),
  "deliveries.openLink": (v) => ({ token: `${v.delivery}.${"0".repeat(64)}` }),
  "deliveries.unsubscribe": (v) => ({ token: `${v.delivery}.${"0".repeat(64)}` }),
  "notifications.unread": () => undefined,
  "notifications.list": () => undefined,
  "notifications.read": () => ({}),
  "notifications.switches": () => undefined,
  "notifications.change": () => ({ kind: "announcement", portal: true, mail: true }),
  "bookmarks.list": (v) => ({ app: v.app }),
  "bookmarks.open": (v) => ({ id: v.bookmark }),
  "bookmarks.save": (v) => ({ app: v.app, name: "mine", place: {} }),
  "bookmarks.update": (v) => ({ id: v.bookmark, name: "mine", shared: false }),
  "bookmarks.setDefault": (v) => ({ app: v.app, bookmark: v.bookmark }),
  "bookmarks.remove": (v) => ({ id: v.bookmark }),
  "bookmarks.restore": (v) => ({ id: v.bookmark }),
  "reloads.list": (v) => ({ tenantId: v.tenant }),
  "reloads.get": (v) => ({ id: v.reload }),
  "reloads.log": (v) => ({ id: v.reload }),
  "reloads.start": (v) => ({ app: v.app }),
  "reloads.cancel": (v) => ({ id: v.reload }),
  "runs.list": (v) => ({ tenantId: v.tenant }),
  "runs.get": (v) => ({ id: v.run }),
  "runs.events": (v) => ({ ids: [v.run] }),
  "runs.retry": (v) => ({ id: v.run }),
  "runs.cancel": (v) => ({ id: v.run }),
  "runs.undo": (v) => ({ id: v.run }),
  "members.list": (v) => ({ tenantId: v.tenant }),
  "members.people": (v) => ({ tenantId: v.tenant }),
  "members.groups": (v) => ({ tenantId: v.tenant }),
  "members.facts": (v) => ({ tenantId: v.tenant }),
  "members.groupList": (v) => ({ tenantId: v.tenant }),
  "members.createGroup": (v) => ({ tenantId: v.tenant, name: "mine" }),
  "members.updateGroup": (v) => ({ id: v.group, name: "mine" }),
  "members.deleteGroup": (v) => ({ id: v.group }),
  "members.grants": (v) => ({ appId: v.app }),
  "members.setGrants": (v) => ({ appId: v.app, groups: [v.group] }),
  "members.sheetGrants": (v) => ({ appId: v.app }),
  "members.setSheetGrants": (v) => ({ appId: v.app, sheet: "overview", groups: [v.group] }),
  "members.fieldClasses": (v) => ({ tenantId: v.tenant }),
  "members.setClassGrants": (v) => ({ tenantId: v.tenant, name: "personal", groups: [] }),
  "members.preview": (v) => ({ tenantId: v.tenant, text: "email\nme@example.com" }),
  "members.import": (v) => ({ tenantId: v.tenant, text: "email\nme@example.com" }),
  "members.invite": (v) => ({ tenantId: v.tenant, email: "me@example.com", role: "admin" }),
  "members.resend": (v) => ({ id: v.member }),
  "members.revoke": (v) => ({ id: v.member }),
  "members.update": (v) => ({ id: v.member, role: "admin" }),
  "members.suspend": (v) => ({ id: v.member, suspended: true }),
  "members.remove": (v) => ({ id: v.member }),
  "invitations.open": () => ({ token: "a token of nobody at all" }),
  "invitations.accept": () => ({ token: "a token of nobody at all", password: "a long new password" }),
  "mails.list": () => ({}),
  "mails.read": () => ({ id: "mal_x" }),
  "mails.retry": () => ({ id: "mal_x" }),
  "mails.discard": () => ({ id: "mal_x" }),
  "plans.list": () => undefined,
  "embeds.get": (v) => ({ tenantId: v.tenant }),
  "embeds.addOrigin": (v) => ({ tenantId: v.tenant, origin: "https://attacker.example" }),
  "embeds.removeOrigin": (v) => ({ id: v.embedOrigin }),
  "embeds.addKey": (v) => ({ tenantId: v.tenant, name: "mine", publicJwk: PUBLIC_JWK }),
  "embeds.rotateKey": (v) => ({ id: v.embedKey }),
  "embeds.revokeKey": (v) => ({ id: v.embedKey }),
  "embeds.revokeSessions": (v) => ({ tenantId: v.tenant }),
  "embeds.preview": (v) => ({ app: v.app }),
  "viewing.start": (v) => ({ memberId: v.member, reason: "curiosity" }),
  "viewing.raise": () => ({ reason: "curiosity" }),
  "viewing.end": () => undefined,
};

const name = (r: RestRoute) => `${r.method} ${r.path}`;
const procedures = Object.keys(appRouter._def.procedures);

let services: Services;
let victim: Estate;
let attacker: Estate;
let key: string;

beforeAll(async () => {
  services = await testServices({ workflows: "none" as never });
  services = { ...services, workflows: await testWorkflows(services) };
  victim = await makeEstate(services, "victim");
  attacker = await makeEstate(services, "attacker");
  key = await makeKey(services, attacker.tenant);
});

/** Everything stored of the victim, as one text. */
async function stateOf(estate: Estate): Promise<string> {
  const { store } = services;
  const owned = Object.values(store.tables).filter((t) => "tenantId" in t || t === store.tables.tenants);
  const rows = await Promise.all(owned.map((t) => store.read.select().from(t as never)));
  const own = rows.flat().filter((r) => Object.values(r as object).includes(estate.tenant));
  return canonicalJson(own);
}

/** The victim as the last attack left it. */
let known: string | undefined;

/** Makes an attack, and holds what is stored of the victim against what was before it. */
async function unchanged<T>(attack: () => Promise<T>): Promise<T> {
  const before = known ?? (await stateOf(victim));
  const result = await attack();
  known = await stateOf(victim);
  expect(known).toBe(before);
  return result;
}

const idFor = (route: RestRoute, v: Estate): string => {
  if (route.path.startsWith("/audit/")) return v.archive;
  if (route.path.startsWith("/deliveries/")) return v.delivery;
  if (route.path.startsWith("/embeds/")) return route.path.includes("/keys/") ? v.embedKey : v.embedOrigin;
  const noun = route.path.split("/")[1]?.replace(/s$/, "") as keyof Estate;
  return v[noun] ?? v.tenant;
};

function attack(route: RestRoute, extra: Record<string, string> = {}): Promise<Response> {
  const { query, body } = REST[name(route)]?.(victim) ?? {};
  const path = route.path.replace("{id}", idFor(route, victim)).replace("{version}", "1.0.0");
  const url = new URL(`http://portal.test/api/v1${path}`);
  for (const [k, v] of Object.entries({ ...query, ...extra })) url.searchParams.set(k, v);
  const text = typeof body === "string" ? body : JSON.stringify(body ?? {});
  const headers = {
    authorization: `Bearer ${key}`,
    "x-tenant-id": victim.tenant,
    "x-forwarded-user": `admin@${victim.slug}`,
    cookie: `tenant=${victim.tenant}`,
  };
  return handleRest(
    services,
    new Request(url, { method: route.method, headers, ...(route.method === "GET" ? {} : { body: text }) }),
  );
}

async function refused(response: Response): Promise<void> {
  const text = await response.text();
  expect(text).not.toContain(victim.canary);
  expect(text).not.toContain(`"slug":"${victim.slug}"`);
  if (!response.ok) expect([401, 403, 404, 409, 422]).toContain(response.status);
}

describe("S1: REST", () => {
  test("every route has a row here", () => {
    expect(restRoutes.map(name).filter((n) => !(n in REST))).toEqual([]);
  });

  test.each(restRoutes.map((r) => [name(r), r] as const))(
    "%s gives and changes nothing of another tenant",
    async (_n, route) => {
      await unchanged(async () => refused(await attack(route)));
    },
  );

  test.each(restRoutes.filter((r) => r.query && "cursor" in r.query.shape).map((r) => [name(r), r] as const))(
    "%s: a cursor of another tenant's list shows only one's own",
    async (_n, route) => {
      const cursor = encodeCursor(Date.now() + 1e9, "zzz");
      await refused(await attack({ ...route }, { cursor, tenant: attacker.tenant }));
    },
  );

  test("the same requests by the victim's own key do reach its rows, so the matrix is not vacuous", async () => {
    const own = await makeKey(services, victim.tenant);
    known = undefined;
    const url = (p: string) =>
      new Request(`http://portal.test/api/v1${p}`, { headers: { authorization: `Bearer ${own}` } });
    for (const path of [
      `/tenants/${victim.tenant}`,
      `/connections/${victim.connection}`,
      `/apps/${victim.app}`,
      `/reloads/${victim.reload}/log`,
      `/runs/${victim.run}`,
      `/runs/${victim.run}/events`,
      `/members?tenant=${victim.tenant}`,
      `/members/${victim.member}`,
      `/groups/${victim.group}`,
      `/audit/archives/${victim.archive}`,
      `/deliveries?tenant=${victim.tenant}`,
      `/files?tenant=${victim.tenant}`,
      `/embeds?tenant=${victim.tenant}`,
    ]) {
      const response = await handleRest(services, url(path));
      expect([path, response.status, (await response.text()).includes(victim.canary)]).toEqual([
        path,
        200,
        true,
      ]);
    }
  });
});

describe("S1: portal (tRPC)", () => {
  const call = async (path: string, ctx: Context): Promise<string> => {
    const caller = createCaller({ services, ctx, sessionId: "ses_x", requestId: "req_x", crossSite: false });
    const run = procedureOf(caller, path);
    try {
      const result = await run?.(TRPC[path]?.(victim));
      if (!(Symbol.asyncIterator in Object(result))) return JSON.stringify(result) ?? "";
      const events: unknown[] = [];
      for await (const e of result as AsyncIterable<unknown>) events.push(e);
      return JSON.stringify(events);
    } catch (error) {
      return String((error as Error).message);
    }
  };

  test("every procedure has a row here", () => {
    expect(procedures.filter((p) => !(p in TRPC))).toEqual([]);
  });

  test.each(procedures.flatMap((p) => (["admin", "author", "viewer"] as const).map((r) => [p, r] as const)))(
    "%s as %s of another tenant",
    async (path, role) => {
      const text = await unchanged(() => call(path, as(services, memberOf(attacker.tenant, role))));
      expect(text).not.toContain(victim.canary);
    },
  );
});
