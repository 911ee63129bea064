import { beforeEach, describe, expect, test } from "vitest";
import { makeApp, makeReload, makeTenant } from "@/db/factories";
import type { Context } from "@/server/shared/context";
import { systemContext } from "@/server/shared/context";
import { getTenantRow } from "@/server/tenants";
import { testServices } from "@/server/testing/context";
import { isLate, noteLate } from "./late";

const daily = { cron: "0 5 * * *", zone: "Europe/Berlin" };
const at = (text: string) => new Date(`${text}Z`);
const timed = { schedule: daily, zone: null, since: at("2026-03-01T00:00:00") };
const done = (when: string, state = "succeeded") => ({ id: "rel_1", state, at: at(when) });

describe("data are late", () => {
  test.each([
    [
      "an hour after a reload was due and did not begin",
      done("2026-03-10T04:00:05"),
      "2026-03-11T05:00:01",
      true,
    ],
    ["not before that hour is over", done("2026-03-10T04:00:05"), "2026-03-11T04:59:59", false],
    [
      "by the clock of the zone, over a change of it",
      done("2026-03-28T04:00:05"),
      "2026-03-29T04:00:01",
      true,
    ],
    [
      "where a reload waits or runs for longer than an hour",
      done("2026-03-11T04:00:00", "queued"),
      "2026-03-11T05:00:01",
      true,
    ],
    ["not while one runs", done("2026-03-11T04:00:00", "running"), "2026-03-11T04:30:00", false],
    ["where none ever began", undefined, "2026-03-01T05:00:01", true],
  ])("%s", (_, newest, now, late) => {
    expect(isLate(timed, newest, at(now))).toBe(late);
  });

  test("by the tenant's zone where it has one", () => {
    const tokyo = { ...timed, zone: "Asia/Tokyo" };
    expect(isLate(tokyo, done("2026-03-10T04:00:05"), at("2026-03-10T21:00:01"))).toBe(true);
  });
});

describe("a tenant's health", () => {
  let ctx: Context;
  beforeEach(async () => {
    ctx = systemContext(await testServices(), "late");
  });

  async function tenant(health: "well" | "late" | "failing", began: Date[]) {
    const { id: tenantId } = await makeTenant(ctx.store, { state: "active", health });
    for (const [n, createdAt] of began.entries()) {
      const app = await makeApp(ctx.store, { tenantId, templateId: `t${n}`, schedule: daily });
      await makeReload(ctx.store, { tenantId, appId: app.id, createdAt, state: "succeeded" });
    }
    return tenantId;
  }

  test("says late where one of its apps is, well again where none is, and failing stays", async () => {
    const now = ctx.clock.now();
    const old = new Date(now.getTime() - 3 * 86_400_000);
    const ids = [
      await tenant("well", [now, old]),
      await tenant("late", [now, now]),
      await tenant("failing", [old]),
      await tenant("well", []),
    ];
    await noteLate(ctx);
    const health = await Promise.all(ids.map(async (id) => (await getTenantRow(ctx, id)).health));
    expect(health).toEqual(["late", "well", "failing", "well"]);
  });
});
