import { beforeAll, describe, expect, test } from "vitest";
import { makeLocalToken } from "@/server/api/local-token";
import type { Services } from "@/server/shared/context";
import { testServices } from "@/server/testing/context";
import { type Estate, makeEstate, PUBLIC_JWK } from "@/server/testing/two-tenants";
import { testWorkflows } from "@/server/testing/workflows";
import { handleRest } from "./handler";
import type { RestRoute } from "./route";
import { restRoutes } from "./routes";

/** R3 on every mutating operation there is: 50 at once with one key are one; later ones replay; another body is refused. */
const AT_ONCE = 50;

let services: Services;
let estate: Estate;
let token: string;

beforeAll(async () => {
  services = await testServices({ workflows: "none" as never });
  services = { ...services, workflows: await testWorkflows(services) };
  estate = await makeEstate(services, "acme");
  token = makeLocalToken(services.dataFolder);
});

const BODIES: Record<string, () => unknown> = {
  "POST /owners": () => ({ email: "r3@example.com" }),
  "POST /api-keys": () => ({ name: "r3" }),
  "POST /tenants": () => ({ tenant: { slug: "r3", name: "R3", plan: "starter@1" } }),
  "POST /tenants/apply": () => ({ file: "tenants: [{slug: r3-file, name: R3, plan: starter@1}]" }),
  "POST /tenants/add-template/check": () => ({ template: "none@1.0.0", tenants: [estate.tenant] }),
  "POST /tenants/add-template": () => ({ template: "none@1.0.0", tenants: [estate.tenant] }),
  "POST /tenants/change-plan/check": () => ({ plan: "growth@1", tenants: [estate.tenant] }),
  "POST /tenants/change-plan": () => ({ plan: "growth@1", tenants: [estate.tenant] }),
  "PATCH /tenants/{id}": () => ({ name: "Renamed" }),
  "POST /templates": () => ({ files: [{ path: "template.yaml", content: "" }] }),
  "POST /templates/{id}/clone": () => ({ as: "r3" }),
  "PATCH /templates/{id}/draft": () => ({ revision: 1 }),
  "POST /templates/{id}/draft/release": () => ({ revision: 1, version: "2.0.0", changelog: "r3" }),
  "POST /connections": () => ({ tenant: estate.tenant, name: "r3", kind: "sqlite" }),
  "POST /connections/test": () => ({ tenant: estate.tenant, kind: "sqlite" }),
  "PATCH /connections/{id}": () => ({ secret: "a new secret" }),
  "POST /apps/{id}/query": () => ({ measures: ["Count(X)"] }),
  "POST /apps/{id}/field-values": () => ({ field: "X" }),
  "POST /apps/{id}/ask": () => ({
    questions: { sum: { kind: "cube", dimensions: [], measures: ["Count(X)"] } },
  }),
  "POST /apps/{id}/sheets": () => ({ title: "r3" }),
  "PUT /sheets/{id}": () => ({
    revision: 1,
    sheet: { sheet: "mine", format: 1, title: "Mine", objects: [] },
  }),
  "PATCH /sheets/{id}": () => ({ shared: true }),
  "POST /announcements": () => ({ text: "r3" }),
  "POST /subscriptions": () => ({ tenant: estate.tenant }),
  "POST /subscriptions/preview": () => ({ tenant: estate.tenant, change: { seats: 3 } }),
  "POST /subscriptions/change": () => ({ tenant: estate.tenant, change: { seats: 3 } }),
  "POST /invoices/{id}/payments": () => ({ reference: "r3" }),
  "POST /invoices/{id}/void": () => ({ reason: "wrong" }),
  "POST /invoices/{id}/give-up": () => ({ reason: "wrong" }),
  "POST /invoices/{id}/credit": () => ({ reason: "wrong" }),
  "POST /plans": () => ({
    ...{ id: "r3", title: { en: "r3" } },
    entitlements: {
      ...{ rows: 1, apps: 1, members: 1, reloadsPerDay: 1, memoryMb: 1, reloadSeconds: 1, storageMb: 1 },
    },
  }),
  "POST /plans/{id}/retire": () => ({ retired: true }),
  "POST /coupons": () => ({ code: "R3-CODE", title: "r3", off: { kind: "percent", percent: "1" } }),
  "POST /subscriptions/coupon": () => ({ tenant: estate.tenant, code: "R3-CODE" }),
  "POST /alerts": () => ({ tenant: estate.tenant, amount: 333 }),
  "POST /usage/meters": () => ({ id: "custom.r3", aggregation: "sum", unit: "r3", title: "r3" }),
  "POST /usage/rebuild": () => ({ tenant: "ten_r3" }),
  "POST /apps/{id}/bookmarks": () => ({ name: "r3", place: {} }),
  "PUT /apps/{id}/bookmarks/default": () => ({ bookmark: null }),
  "POST /embeds/origins": () => ({ tenant: estate.tenant, origin: "https://r3.example.com" }),
  "POST /embeds/keys": () => ({ tenant: estate.tenant, name: "r3", publicJwk: PUBLIC_JWK }),
  "POST /embeds/keys/{id}/rotate": () => ({ publicJwk: PUBLIC_JWK }),
  "POST /embeds/sessions/revoke": () => ({ tenant: estate.tenant }),
  "POST /reloads": () => ({ app: estate.app }),
  "POST /members": () => ({ tenant: estate.tenant, email: "r3@example.com" }),
  "PATCH /members/{id}": () => ({ name: "Renamed" }),
  "PUT /capabilities": () => ({ tenant: estate.tenant, capability: "export", to: "off", reason: "r3" }),
  "POST /capabilities/requests": () => ({ tenant: estate.tenant, capability: "alerts" }),
  "PATCH /deliveries/{id}": () => ({ paused: true }),
  "PUT /field-classes": () => ({ tenant: estate.tenant, name: "personal", groups: [] }),
  "POST /groups": () => ({ tenant: estate.tenant, name: "r3" }),
  "PATCH /groups/{id}": () => ({ externalId: "r3" }),
};

const name = (r: RestRoute) => `${r.method} ${r.path}`;
const mutating = restRoutes
  .filter((r) => r.method !== "GET" && !r.rawBody)
  .sort((a, b) => Number(a.method === "DELETE") - Number(b.method === "DELETE"));

function send(route: RestRoute, key: string, body: unknown): Promise<Response> {
  const noun = route.path.split("/")[1]?.replace(/s$/, "") as keyof Estate;
  const path = route.path.replace("{id}", estate[noun] ?? "none");
  const headers = { authorization: `Bearer ${token}`, "idempotency-key": key };
  const request = new Request(`http://portal.test/api/v1${path}`, {
    method: route.method,
    headers,
    body: JSON.stringify(body),
  });
  return handleRest(services, request);
}

describe("R3", () => {
  test.each(mutating.map((r) => [name(r), r] as const))("%s", async (label, route) => {
    let effects = 0;
    const { handle } = route;
    route.handle = (ctx, input) => {
      effects++;
      return handle(ctx, input);
    };
    try {
      const body = BODIES[label]?.() ?? {};
      const key = `r3 ${label}`.replaceAll(" ", "-");
      const answers = await Promise.all(Array.from({ length: AT_ONCE }, () => send(route, key, body)));
      expect(effects).toBe(1);
      const waiting = answers.filter((a) => a.status === 409 && a.headers.has("retry-after"));
      const rest = answers.filter((a) => !waiting.includes(a));
      expect(new Set(await Promise.all(rest.map((a) => a.text()))).size).toBe(1);
      expect((await send(route, key, { ...(body as object), other: true })).status).toBe(422);
      expect(effects).toBe(1);
    } finally {
      route.handle = handle;
    }
  });
});
