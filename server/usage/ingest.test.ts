import { beforeEach, describe, expect, it } from "vitest";
import { makeTenant } from "@/db/factories";
import type { Context } from "@/server/shared/context";
import { as, memberOf, operator, testServices } from "@/server/testing/context";
import { currentUsage } from "./current";
import { declareMeter } from "./declare";
import { getUsage } from "./get";
import { ingest } from "./ingest";
import { quantity } from "./quantity";
import { rebuildUsage } from "./rebuild-verb";
import { record } from "./record";
import { reading } from "./stored";
import { touchedHours } from "./touched";
import { listRejects, traceUsage } from "./trace";

const NOW = new Date("2026-03-15T12:00:00Z");

let ctx: Context;
let tenant: { id: string; slug: string };

beforeEach(async () => {
  const clock = { now: () => NOW, sleep: async () => undefined };
  ctx = as(await testServices({ clock }), operator());
  tenant = await makeTenant(ctx.store);
});

let made = 0;
const cloudEvent = (changes: Record<string, unknown> = {}) => ({
  specversion: "1.0",
  id: `e${++made}`,
  source: "shop",
  type: "tenantry.reload_rows",
  subject: tenant.id,
  time: "2026-03-15T10:30:00Z",
  data: { quantity: "10" },
  ...changes,
});

const used = (meter = "reload_rows") =>
  quantity(reading(ctx.store), tenant.id, meter, new Date("2026-03-01"), new Date("2026-04-01"));

describe("ingest", () => {
  it("counts an event once, in one batch and in any later one, and says which were there", async () => {
    const twice = cloudEvent({ subject: tenant.slug });
    const answer = await ingest(ctx, [twice, twice, cloudEvent()]);
    expect(answer).toMatchObject({ accepted: 2, duplicates: 1, rejected: 0 });
    expect(answer.events.map((event) => event.status)).toEqual(["accepted", "duplicate", "accepted"]);
    expect(await ingest(ctx, { ...twice, data: { quantity: "99" } })).toMatchObject({ duplicates: 1 });
    expect(await ingest(ctx, [{ ...twice, source: "other" }])).toMatchObject({ accepted: 1 });
    expect(await used()).toBe("30");
  });

  it.each([
    ["malformed", { specversion: "0.3" }],
    ["malformed", { id: "" }],
    ["malformed", { time: "yesterday" }],
    ["malformed", { data: undefined }],
    ["source", { source: "tenantry/reload_rows" }],
    ["tenant", { subject: "nobody" }],
    ["type", { type: "custom.unheard_of" }],
    ["type", { type: "reload_rows" }],
    ["quantity", { data: { quantity: "-1" } }],
    ["quantity", { data: { quantity: "1e3" } }],
    ["quantity", { data: { quantity: 0.1 + 0.2 } }],
    ["quantity", { data: {} }],
    ["key", { type: "tenantry.active_users", data: {} }],
    ["data", { data: { quantity: 1, note: "x".repeat(3000) } }],
    ["too-old", { time: "2025-02-07T12:00:00Z" }],
    ["future", { time: "2026-03-15T12:05:01Z" }],
  ])(
    "refuses what is wrong as %s, keeps it, counts it never, and takes its id later: %j",
    async (reason, wrong) => {
      const right = cloudEvent();
      const answer = await ingest(ctx, [{ ...right, ...wrong }, cloudEvent()]);
      expect(answer).toMatchObject({
        accepted: 1,
        rejected: 1,
        events: [{ status: "rejected", reason }, {}],
      });
      const kept = await ctx.store.read.select().from(ctx.store.tables.usageRejects);
      expect(kept).toMatchObject([{ reason, message: answer.events[0]?.message }]);
      expect(await used()).toBe("10");
      expect(await ingest(ctx, right)).toMatchObject({ accepted: 1 });
    },
  );

  it("takes late events and such as are five minutes ahead at most", async () => {
    const answer = await ingest(ctx, [
      cloudEvent({ time: "2025-02-08T12:00:00Z" }),
      cloudEvent({ time: "2026-03-15T14:05:00+02:00" }),
    ]);
    expect(answer.accepted).toBe(2);
  });

  it("measures no source tenant and none that is gone", async () => {
    const source = await makeTenant(ctx.store, { kind: "source" });
    const gone = await makeTenant(ctx.store, { deletedAt: NOW });
    const events = [source, gone].map(({ id }) => cloudEvent({ subject: id }));
    expect(await ingest(ctx, events)).toMatchObject({ rejected: 2 });
    await record(
      ctx,
      [source, gone].map(({ id }) => ({ tenantId: id, meter: "api_calls", id: "1", time: NOW, quantity: 1 })),
    );
    expect(await ctx.store.read.select().from(ctx.store.tables.usageEvents)).toEqual([]);
  });

  it("is for operators and their keys alone, and for a thousand events at most", async () => {
    await expect(ingest(as(ctx, memberOf(tenant.id)), [cloudEvent()])).rejects.toMatchObject({
      code: "auth.forbidden",
    });
    const key = { type: "apiKey", id: "key_1", name: "k", tenantId: null } as const;
    await expect(ingest(as(ctx, { ...key, scopes: ["usage:read"] }), [cloudEvent()])).rejects.toThrow();
    expect(await ingest(as(ctx, { ...key, scopes: ["usage:write"] }), [cloudEvent()])).toMatchObject({
      accepted: 1,
    });
    await expect(
      ingest(
        ctx,
        Array.from({ length: 1001 }, () => cloudEvent()),
      ),
    ).rejects.toMatchObject({
      status: 422,
    });
  });
});

describe("what Tenantry records itself", () => {
  it("is counted once by its id", async () => {
    const event = { tenantId: tenant.id, meter: "reload_rows", id: "rel_1", time: NOW, quantity: 5 } as const;
    await record(ctx, [event, { ...event, meter: "reload_seconds", quantity: 0.1 + 0.2 }]);
    await record(ctx, [event]);
    expect([await used(), await used("reload_seconds")]).toEqual(["5", "0.3"]);
  });
});

describe("touched hours", () => {
  it("are those whose usage changed since, with how far the change reaches", async () => {
    await ingest(ctx, [
      cloudEvent(),
      cloudEvent({ type: "tenantry.stored_bytes", time: "2026-03-15T11:00:00Z" }),
    ]);
    expect(await touchedHours(reading(ctx.store), tenant.id, NOW)).toEqual([
      {
        meter: "reload_rows",
        hour: new Date("2026-03-15T10:00:00Z"),
        until: new Date("2026-03-15T11:00:00Z"),
      },
      { meter: "stored_bytes", hour: new Date("2026-03-15T11:00:00Z"), until: null },
    ]);
    const later = new Date(NOW.getTime() + 60_000);
    expect(await touchedHours(reading(ctx.store), tenant.id, later)).toEqual([]);
  });
});

describe("what is shown", () => {
  beforeEach(async () => {
    await ingest(ctx, [
      cloudEvent({ id: "a", time: "2026-03-13T10:00:00Z", data: { quantity: "1.5", job: "nightly" } }),
      cloudEvent({ id: "b", time: "2026-03-14T10:00:00Z", data: { quantity: "2" } }),
      cloudEvent({ id: "c", time: "2026-02-28T23:59:59Z", data: { quantity: "4" } }),
      cloudEvent({ type: "tenantry.stored_bytes", time: "2026-03-14T12:00:00Z", data: { quantity: "100" } }),
      cloudEvent({ type: "tenantry.active_users", time: "2026-03-14T12:00:00Z", data: { key: "ann" } }),
      cloudEvent({ type: "tenantry.active_users", time: "2026-03-14T13:00:00Z", data: { key: "ann" } }),
      cloudEvent({ subject: "nobody" }),
      cloudEvent({ data: {} }),
    ]);
  });

  it("now: the billing period so far, and thirty days one by one", async () => {
    const admin = as(ctx, memberOf(tenant.id));
    const { period, meters } = await currentUsage(admin, { tenantId: tenant.id });
    expect(period.from).toEqual(new Date("2026-03-01T00:00:00Z"));
    const rows = meters.find((meter) => meter.id === "reload_rows");
    expect(rows).toMatchObject({ used: "3.5", limit: null, share: null });
    expect(rows?.trend.slice(-4)).toEqual(["0", "1.5", "2", "0"]);
    expect(rows?.trend).toHaveLength(30);
    const trendOf = (id: string) => meters.find((meter) => meter.id === id)?.trend.slice(-3);
    expect(trendOf("stored_bytes")).toEqual(["0", "50", "100"]);
    const stored = meters.find((meter) => meter.id === "stored_bytes");
    expect([stored?.now, Number(stored?.used) < 100, rows?.now]).toEqual(["100", true, null]);
    expect(trendOf("active_users")).toEqual(["0", "1", "0"]);
  });

  it("any time exactly, and the events behind a figure page by page", async () => {
    const asked = { tenantId: tenant.id, from: new Date("2026-02-01"), to: new Date("2026-03-14T00:00:00Z") };
    const found = await getUsage(ctx, { ...asked, meters: ["reload_rows"] });
    expect(found.meters).toMatchObject([{ id: "reload_rows", quantity: "5.5" }]);
    const first = await traceUsage(ctx, { ...asked, meter: "reload_rows", limit: 1 });
    expect(first.items).toMatchObject([{ id: "c", source: "shop", quantity: "4" }]);
    const second = await traceUsage(ctx, { ...asked, meter: "reload_rows", cursor: first.next ?? "" });
    expect(second).toMatchObject({ items: [{ id: "a", data: { job: "nightly" } }], next: null });
    await expect(traceUsage(ctx, { ...asked, meter: "nothing" })).rejects.toMatchObject({
      code: "usage.meter",
    });
    await expect(getUsage(ctx, { ...asked, to: asked.from })).rejects.toMatchObject({ code: "usage.period" });
  });

  it("refused events: a tenant's admin sees the tenant's, operators all", async () => {
    const reasons = async (as_: Context) => (await listRejects(as_)).items.map((event) => event.reason);
    expect(await reasons(ctx)).toEqual(["quantity", "tenant"]);
    expect(await reasons(as(ctx, memberOf(tenant.id)))).toEqual(["quantity"]);
  });

  it("a meter of one's own is declared once and never changes", async () => {
    const seats = { id: "custom.seats", aggregation: "last", unit: "seats", title: "Seats" } as const;
    await declareMeter(ctx, seats);
    await declareMeter(ctx, seats);
    await expect(declareMeter(ctx, { ...seats, aggregation: "max" })).rejects.toMatchObject({
      code: "usage.meter_exists",
    });
    expect(await ingest(ctx, cloudEvent({ type: "custom.seats", data: { quantity: 7 } }))).toMatchObject({
      accepted: 1,
    });
    expect(await used("custom.seats")).toBe("7");
    expect(await rebuildUsage(ctx, { tenantId: tenant.id })).toEqual({ events: 7 });
    expect(await used("custom.seats")).toBe("7");
  });
});
