import { expect, it, vi } from "vitest";
import { listApps } from "@/server/apps";
import { startReload } from "@/server/reloads";
import { getRun } from "@/server/runs";
import { applyTenants } from ".";
import { tenantsText } from "./simulation/files";
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
