import { expect, it, vi } from "vitest";
import { listApps } from "@/server/apps";
import { startReload } from "@/server/reloads";
import { getRun } from "@/server/runs";
import { compileTemplate, NOTHING_PARTIAL } from "@/server/templates";
import { applyTenants } from ".";
import { tenantsText } from "./simulation/files";
import { simulatedTemplate } from "./simulation/template";
import { createWorld } from "./simulation/world";

it("a partial reload is one on the platform too, and any other is not", async () => {
  const world = await createWorld(21);
  try {
    const ended = async (id: string) => {
      await world.clock.run(world.services.workflows.wait(id));
      return getRun(world.ctx, { id });
    };
    const secrets = { DB_PASSWORD: "s3cret-value-nobody-may-see" };
    const { tenants } = await applyTenants(world.ctx, { file: tenantsText([{ slug: "a" }]), secrets });
    await ended(tenants[0]?.run ?? "");
    const app = (await listApps(world.ctx)).items[0]?.id ?? "";
    const apply = vi.spyOn(world.ctx.platform("built-in").startReload, "apply");
    for (const partial of [true, false]) {
      const { run } = await startReload(world.ctx, { app, partial });
      expect(await ended(run)).toMatchObject({ state: "succeeded" });
    }
    expect(apply.mock.calls.map(([, spec]) => spec.partial)).toEqual([true, undefined]);
  } finally {
    await world.close();
  }
});

it("a schedule of partial reloads makes partial ones, and a change of it is a change", async () => {
  const world = await createWorld(22);
  try {
    const daily = { cron: "30 6 * * *", zone: "Europe/Berlin" };
    const apply = async (partial: boolean) => {
      const schedule = partial ? { ...daily, partial } : daily;
      const { tenants } = await applyTenants(world.ctx, {
        file: tenantsText([{ slug: "a", schedule }]),
        secrets: { DB_PASSWORD: "s3cret-value-nobody-may-see" },
      });
      await world.clock.run(world.services.workflows.wait(tenants[0]?.run ?? ""));
    };
    const started = vi.spyOn(world.ctx.platform("built-in").startReload, "apply");
    for (const partial of [false, true, true]) {
      await apply(partial);
      expect((await listApps(world.ctx)).items[0]?.schedule).toEqual({
        ...daily,
        ...(partial ? { partial } : {}),
      });
      await world.clock.run(world.clock.sleep(24 * 3_600_000), 30 * 3_600_000);
    }
    // The first is the one that provisions.
    expect(started.mock.calls.map(([, spec]) => spec.partial)).toEqual([undefined, undefined, true, true]);
  } finally {
    await world.close();
  }
});

it("a schedule of partial reloads is refused where the script has nothing for them, by file and by template", async () => {
  const world = await createWorld(23);
  try {
    const hasPartialLoads = (script: string) => script.includes("ADD");
    world.ctx.tools.checkScript = Object.assign(() => [], { hasPartialLoads });
    const schedule = { cron: "30 6 * * *", zone: "UTC", partial: true };
    const file = tenantsText([{ slug: "a", schedule }]);
    const secrets = { DB_PASSWORD: "s3cret-value-nobody-may-see" };
    await expect(applyTenants(world.ctx, { file, secrets })).rejects.toMatchObject({
      code: "tenants.file",
      options: { issues: [{ path: "tenants[0].apps[0].schedule.partial", message: NOTHING_PARTIAL }] },
    });
    const source = simulatedTemplate("other", "1.0.0");
    source.manifest.text = source.manifest.text.replace("zone: Europe/Berlin }", "partial: true }");
    expect(() => compileTemplate(source, world.ctx.tools.checkScript)).toThrow();
    source.script.text = source.script.text.replace("Orders:", "Orders: ADD");
    expect(compileTemplate(source, world.ctx.tools.checkScript).manifest.schedule).toMatchObject({
      partial: true,
    });
  } finally {
    await world.close();
  }
});
