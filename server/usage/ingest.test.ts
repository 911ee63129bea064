import { beforeEach, describe, expect, it } from "vitest";
import { makeTenant } from "@/db/factories";
import type { Context } from "@/server/shared/context";
import { as, memberOf, operator, testServices } from "@/server/testing/context";
import { ingest } from "./ingest";
import { quantity } from "./quantity";
import { record } from "./record";
import { reading } from "./stored";
import { touchedHours } from "./touched";

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
