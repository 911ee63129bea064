import { expect, it } from "vitest";
import { appRow, listApps } from "@/server/apps";
import { startReload } from "@/server/reloads";
import { getRun } from "@/server/runs";
import { applyTenants } from ".";
import { tenantsText } from "./simulation/files";
import { createWorld } from "./simulation/world";

it("a generation the platform drops by itself is marked at the next reload, never one that is shown or kept", async () => {
  const world = await createWorld(31);
  try {
    const { read, tables } = world.services.store;
    const ended = async (id: string) => {
      await world.clock.run(world.services.workflows.wait(id));
      return getRun(world.ctx, { id });
    };
    const rows = async () =>
      (await read.select().from(tables.generations)).sort(
        (a, b) => a.createdAt.getTime() - b.createdAt.getTime(),
      );
    // A platform that keeps the newest one besides what is shown, and drops nothing when asked.
    world.ctx.platform("built-in").trimGenerations = async () => (await rows()).slice(-2).map(({ id }) => id);
    const secrets = { DB_PASSWORD: "s3cret-value-nobody-may-see" };
    const { tenants } = await applyTenants(world.ctx, { file: tenantsText([{ slug: "a" }]), secrets });
    await ended(tenants[0]?.run ?? "");
    const app = (await listApps(world.ctx)).items[0]?.id ?? "";
    for (let i = 0; i < 3; i++)
      expect(await ended((await startReload(world.ctx, { app })).run)).toMatchObject({ state: "succeeded" });
    const all = await rows();
    expect(all.map(({ droppedAt }) => droppedAt !== null)).toEqual([true, true, false, false]);
    const { publishedGenerationId } = await appRow(world.ctx, app);
    expect(all.find(({ id }) => id === publishedGenerationId)?.droppedAt).toBeNull();
  } finally {
    await world.close();
  }
});
