import { beforeEach, describe, expect, it } from "vitest";
import { makeApp, makeFile, makeReload, makeTenant } from "@/db/factories";
import type { Store } from "@/db/store";
import { handleRest } from "@/server/api/rest/handler";
import { createApiKey } from "@/server/api-keys";
import { scope } from "@/server/auth";
import type { Platform } from "@/server/platform/port";
import { recordReload } from "@/server/reloads";
import type { Services } from "@/server/shared/context";
import { countUsage, noteActive, noteChanged, noteUsage, takeUsage } from "@/server/shared/metering";
import { as, memberOf, operator, testServices } from "@/server/testing/context";
import { Meters, startMetering } from "./flush";
import { quantity } from "./quantity";
import { record } from "./record";
import { reading } from "./stored";

const NOW = new Date("2026-03-15T12:00:00Z");

let services: Services;
let tenant: string;
let now: Date;

beforeEach(async () => {
  takeUsage();
  now = NOW;
  const platform = { usage: async () => ({ rows: 0, bytes: 900, apps: 1 }) } as unknown as Platform;
  services = await testServices({
    clock: { now: () => now, sleep: async () => undefined },
    platform: () => platform,
  });
  tenant = (await makeTenant(services.store)).id;
});

const used = (meter: string) =>
  quantity(reading(services.store), tenant, meter, new Date(0), new Date("2100-01-01"));
const events = (store: Store) => store.read.select().from(store.tables.usageEvents);

describe("what is counted in memory", () => {
  it("is one event for each tenant and meter, and what is noted one event for each", async () => {
    const meters = new Meters(services);
    await meters.flush();
    const before = (await events(services.store)).length;
    for (let i = 0; i < 1000; i++) countUsage(tenant, "query_seconds", 0.001);
    noteUsage({ tenantId: tenant, meter: "export_bytes", id: "a", time: NOW, quantity: 5 });
    noteUsage({ tenantId: tenant, meter: "export_bytes", id: "a", time: NOW, quantity: 5 });
    countUsage(tenant, "query_seconds", 0.5);
    await meters.flush();
    expect([await used("query_seconds"), await used("export_bytes")]).toEqual(["1.5", "5"]);
    expect((await events(services.store)).length - before).toBe(2);
  });

  it("waits where it cannot be kept, and is then counted once; a wrong number stops no other", async () => {
    let broken = true;
    const store: Store = {
      ...services.store,
      async tx(body) {
        const done = await services.store.tx(body);
        if (broken) throw new Error("the answer was lost");
        return done;
      },
    };
    const meters = new Meters({ ...services, store });
    countUsage(tenant, "api_calls", 3);
    countUsage(tenant, "api_bytes", Number.NaN);
    await expect(meters.flush()).rejects.toThrow("lost");
    broken = false;
    countUsage(tenant, "api_calls", 4);
    await meters.flush();
    expect([await used("api_calls"), await used("api_bytes")]).toEqual(["7", "0"]);
  });

  it("is kept when the process stops", async () => {
    const metering = startMetering(services);
    countUsage(tenant, "api_calls", 1);
    await metering.stop();
    expect(await used("api_calls")).toBe("1");
  });
});

describe("gauges", () => {
  it("are taken of all tenants at start and every day, and of one where something changed", async () => {
    const meters = new Meters(services);
    await meters.flush();
    await new Meters(services).flush();
    const source = await makeTenant(services.store, { kind: "source" });
    const gauges = async () =>
      (await events(services.store)).filter((e) => e.meter === "stored_bytes").map((e) => e.quantity);
    expect(await gauges()).toEqual(["900"]);
    await makeFile(services.store, { tenantId: tenant, bytes: 100 });
    await makeApp(services.store, { tenantId: tenant, publishedGenerationId: "gen_1" });
    noteChanged(tenant);
    noteChanged(source.id);
    await meters.flush();
    expect(await gauges()).toEqual(["900", "1000"]);
    expect(await used("apps_published")).toBe("1");
    now = new Date("2026-03-16T00:00:05Z");
    await meters.flush();
    expect(await gauges()).toEqual(["900", "1000", "1000"]);
  });
});

describe("where the work is done", () => {
  it("a person who opens something of a tenant is active that day, once, and who views as them is not", async () => {
    const meters = new Meters(services);
    await scope(as(services, memberOf(tenant)), "tenants:read", tenant);
    await scope(as(services, memberOf(tenant)), "tenants:read", tenant);
    await scope(as(services, operator()), "tenants:update", tenant);
    noteActive(tenant, "embed:x", NOW);
    now = new Date(NOW.getTime() + 86_400_000);
    await scope(as(services, memberOf(tenant)), "tenants:read", tenant);
    await meters.flush();
    const seen = (await events(services.store)).filter((e) => e.meter === "active_users");
    expect(seen.map((e) => e.eventId).sort()).toEqual([
      "embed:x:2026-03-15",
      `usr_${tenant}_admin:2026-03-15`,
      `usr_${tenant}_admin:2026-03-16`,
    ]);
    expect(await used("active_users")).toBe("2");
  });

  it("a reload that ended well is counted with its row, once however often its end is told", async () => {
    const app = await makeApp(services.store, { tenantId: tenant });
    const row = await makeReload(services.store, { tenantId: tenant, appId: app.id, startedAt: NOW });
    const ctx = as(services, operator());
    const progress = { statement: 1, statements: 1, rows: 1234, bytes: 5678, tables: [] };
    const endedAt = new Date(NOW.getTime() + 2500);
    await recordReload(ctx, row, { state: "failed", endedAt, progress });
    expect(await used("reload_rows")).toBe("0");
    await recordReload(ctx, row, { state: "succeeded", endedAt, progress });
    await recordReload(ctx, row, { state: "succeeded", endedAt, progress });
    const found = [await used("reload_rows"), await used("reload_bytes"), await used("reload_seconds")];
    expect(found).toEqual(["1234", "5678", "2.5"]);
  });

  it("a call with a tenant's key counts with the bytes of its answer; an operator's key is free", async () => {
    const call = async (tenantId?: string) => {
      const { key } = await createApiKey(as(services, operator()), {
        name: "k",
        scopes: ["tenants:read"],
        ...(tenantId ? { tenantId } : {}),
      });
      const headers = { authorization: `Bearer ${key}` };
      const answer = await handleRest(
        services,
        new Request("http://portal.test/api/v1/tenants", { headers }),
      );
      return (await answer.arrayBuffer()).byteLength;
    };
    const bytes = await call(tenant);
    await call();
    await new Meters(services).flush();
    expect([await used("api_calls"), await used("api_bytes")]).toEqual(["1", String(bytes)]);
  });

  it("a tenant that is no customer leaves nothing", async () => {
    const source = await makeTenant(services.store, { kind: "source" });
    await record(services, [{ tenantId: source.id, meter: "reload_rows", id: "r", time: NOW, quantity: 1 }]);
    expect(await events(services.store)).toEqual([]);
  });
});
