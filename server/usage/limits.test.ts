import { beforeEach, describe, expect, it } from "vitest";
import { makeApp, makeMember, makeTenant, makeUser } from "@/db/factories";
import { loadPlans } from "@/server/plans";
import { startReload } from "@/server/reloads";
import type { Services } from "@/server/shared/context";
import { as, operator, testServices } from "@/server/testing/context";
import { currentUsage } from "./current";
import { limitsOf } from "./limits";
import { sweepLimits } from "./notices";
import { record } from "./record";
import { reading } from "./stored";
import { requireWithin } from "./within";

const BEGIN = new Date("2026-03-15T12:00:00Z");

let services: Services;
let tenant: string;
let now: Date;

beforeEach(async () => {
  now = BEGIN;
  services = await testServices({ clock: { now: () => now, sleep: async () => undefined } });
  const limit = (meter: string, kind: string, gracePercent = "0") => ({
    ...{ meter, quantity: "1000", kind, gracePercent },
  });
  const limits = [limit("reload_rows", "hard", "10"), limit("embed_sessions", "soft")];
  const data = {
    ...{ id: "limited", version: 1, title: { en: "Limited" } },
    entitlements: {
      ...{ rows: 1, apps: 1, members: 1, reloadsPerDay: 9, memoryMb: 1, reloadSeconds: 1, storageMb: 1 },
    },
    pricing: { charges: [], limits },
  };
  const { planVersions } = services.store.tables;
  await services.store.tx((db) =>
    db.insert(planVersions).values({ id: "limited@1", data, createdBy: "test", createdAt: BEGIN }),
  );
  await loadPlans(services.store);
  tenant = (await makeTenant(services.store, { plan: "limited@1", language: "de-AT" })).id;
});

let made = 0;
const use = (quantity: number, meter: "reload_rows" | "embed_sessions" = "reload_rows") =>
  record(services, [{ tenantId: tenant, meter, id: `u${++made}`, time: now, quantity }]);
const later = (ms: number) => {
  now = new Date(now.getTime() + ms);
};

describe("a hard limit", () => {
  it("lets through until quantity and grace are used, then refuses and says what, since when and what to do", async () => {
    await use(1099);
    later(1);
    await requireWithin(services, tenant, "reload");
    await sweepLimits(services, "changed");
    await use(1);
    await requireWithin(services, tenant, "reload");
    later(10_000);
    await expect(requireWithin(services, tenant, "reload")).rejects.toMatchObject({
      code: "usage.limit",
      message:
        "The plan's 1000 rows reloaded of this billing period are used up since 2026-03-15: 1100 are used.",
      options: {
        advice: "It goes on with the next billing period on 2026-04-01, or at once with a larger plan.",
        params: { meter: "reload_rows", since: "2026-03-15T12:00:00.001Z" },
      },
    });
    await requireWithin(services, tenant, "api");
    const app = await makeApp(services.store, { tenantId: tenant });
    const started = startReload(as(services, operator()), { app: app.id, trigger: "manual" });
    await expect(started).rejects.toMatchObject({ code: "usage.limit" });
  });

  it("opens again with the next billing period", async () => {
    await use(5000);
    later(1);
    await expect(requireWithin(services, tenant, "reload")).rejects.toThrow();
    now = new Date("2026-04-01T00:00:00Z");
    await requireWithin(services, tenant, "reload");
    now = new Date("2026-04-01T00:00:11Z");
    await requireWithin(services, tenant, "reload");
  });

  it("is none for a plan that is not in the catalogue", async () => {
    const { id } = await makeTenant(services.store, { plan: "gone@1" });
    expect(await limitsOf(reading(services.store), id)).toEqual([]);
    await requireWithin(services, id, "reload");
  });
});

it("a soft limit refuses nothing and is shown with its share", async () => {
  await use(2500, "embed_sessions");
  later(1);
  await requireWithin(services, tenant, "embed");
  const { meters } = await currentUsage(as(services, operator()), { tenantId: tenant });
  expect(meters.find((meter) => meter.id === "embed_sessions")).toMatchObject({
    used: "2500",
    share: 250,
    limit: { kind: "soft", quantity: "1000" },
  });
});

describe("notices", () => {
  beforeEach(async () => {
    const user = await makeUser(services.store);
    await makeMember(services.store, { tenantId: tenant, userId: user.id, role: "admin" });
  });
  const told = async () => {
    const { notifications } = services.store.tables;
    const rows = await services.store.read.select().from(notifications);
    return rows.map(
      ({ params }) =>
        `${(params as Record<string, string>).percent} ${(params as Record<string, string>).meter}`,
    );
  };

  it("are given at 80 and at 100 percent, once for each meter, level and billing period", async () => {
    await use(799);
    later(1);
    expect(await sweepLimits(services, "all")).toBe(0);
    await use(1);
    later(1);
    expect([await sweepLimits(services, "changed"), await sweepLimits(services, "all")]).toEqual([1, 0]);
    expect(await told()).toEqual(["80 geladene Zeilen"]);
    await use(200);
    await use(1000, "embed_sessions");
    later(1);
    expect([await sweepLimits(services, "changed"), await sweepLimits(services, "all")]).toEqual([2, 0]);
    expect((await told()).sort()).toEqual([
      "100 Besuche von Einbettungen",
      "100 geladene Zeilen",
      "80 geladene Zeilen",
    ]);
    now = new Date("2026-04-02T00:00:00Z");
    await use(800);
    later(1);
    expect(await sweepLimits(services, "changed")).toBe(1);
    expect(await told()).toHaveLength(4);
  });

  it("look at nobody whose usage did not change", async () => {
    await use(1000);
    later(1);
    await sweepLimits(services, "changed");
    const { usageNotices } = services.store.tables;
    await services.store.tx((db) => db.delete(usageNotices));
    expect(await sweepLimits(services, "changed")).toBe(0);
    expect(await sweepLimits(services, "all")).toBe(1);
  });
});
