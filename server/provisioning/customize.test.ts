import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { makeApp, makeTenant } from "@/db/factories";
import type { Context } from "@/server/shared/context";
import { as, memberOf, operator, testServices } from "@/server/testing/context";
import { testWorkflows } from "@/server/testing/workflows";
import { customizeWhole, updateWhole } from ".";

let admin: Context;
let owner: Context;
let tenantId: string;
let app: string;

const zone = async () => {
  const { workflowSchedules: t } = owner.store.tables;
  const [row] = await owner.store.read
    .select()
    .from(t)
    .where(eq(t.id, `reload:${app}`));
  return row?.zone;
};

beforeEach(async () => {
  const plain = await testServices({ workflows: "none" as never });
  const services = { ...plain, workflows: await testWorkflows(plain) };
  tenantId = (await makeTenant(services.store)).id;
  const schedule = { cron: "0 5 * * *", zone: "Europe/Berlin" };
  app = (await makeApp(services.store, { tenantId, schedule })).id;
  [admin, owner] = [as(services, memberOf(tenantId, "admin")), as(services, operator())];
});

describe("a tenant's time zone", () => {
  it("moves its scheduled reloads at once, and back to their own when it is taken away", async () => {
    expect(await customizeWhole(admin, { id: tenantId, timeZone: "Asia/Tokyo" })).toMatchObject({
      timeZone: "Asia/Tokyo",
    });
    expect(await zone()).toBe("Asia/Tokyo");
    await updateWhole(owner, { id: tenantId, timeZone: null });
    expect(await zone()).toBe("Europe/Berlin");
  });

  it("is one there is: names the runtime does not know, and bare offsets, are refused", async () => {
    for (const timeZone of ["Mars/Olympus", "+02:00", "", "Europe/Berlin; DROP"])
      await expect(customizeWhole(admin, { id: tenantId, timeZone })).rejects.toMatchObject({
        code: "input.invalid",
      });
  });

  it("puts no reload of a suspended tenant on the clock", async () => {
    const { tenants } = owner.store.tables;
    await owner.store.tx((db) => db.update(tenants).set({ state: "suspended" }));
    await customizeWhole(admin, { id: tenantId, timeZone: "Asia/Tokyo" });
    expect(await zone()).toBeUndefined();
  });
});

describe("what a tenant keeps", () => {
  it("has bounds: too short, too long and unknown choices are refused, and nothing changes", async () => {
    const wrong = [{ audit: 30 }, { generations: 1 }, { mails: 10_000 }, { reloads: 45.5 }, { files: 30 }];
    for (const retention of wrong)
      await expect(
        customizeWhole(admin, { id: tenantId, retention: retention as never }),
      ).rejects.toMatchObject({ code: "input.invalid" });
    expect(await customizeWhole(admin, { id: tenantId, retention: { mails: 30 } })).toMatchObject({
      retention: { mails: 30 },
    });
    expect(await customizeWhole(admin, { id: tenantId, retention: null })).toMatchObject({ retention: null });
  });
});
