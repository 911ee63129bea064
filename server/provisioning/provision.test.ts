import { afterEach, describe, expect, it } from "vitest";
import { listApps } from "@/server/apps";
import { getRun } from "@/server/runs";
import { listTenants } from "@/server/tenants";
import { applyTenants } from ".";
import { type FileOptions, tenantsText } from "./simulation/files";
import { createWorld, type World } from "./simulation/world";

let world: World;
afterEach(() => world.close());

const SECRETS = { DB_PASSWORD: "s3cret-value" };

async function apply(options: FileOptions, more: { prune?: boolean } = {}) {
  const { tenants } = await applyTenants(world.ctx, {
    file: tenantsText([options]),
    secrets: SECRETS,
    ...more,
  });
  const run = tenants[0]?.run ?? "";
  await world.clock.run(world.services.workflows.wait(run));
  return getRun(world.ctx, { id: run });
}

describe("provisioning", () => {
  it("brings a described customer to a published app that answers", async () => {
    world = await createWorld(1);
    const run = await apply({ slug: "nordwind", templates: ["sales", "stock"] });
    expect(run).toMatchObject({ state: "succeeded", result: "created", error: null });
    expect(run.steps.map((s) => s.name)).toEqual([
      "createTenant",
      "configureIdentity",
      "assignLicence",
      "ensureGroups",
      "ensureSpaces",
      "ensureMembers",
      "putConnections",
      "provision-app@1",
      "provision-app@1",
      "finish",
    ]);
    expect(run.children.map((c) => c.steps.map((s) => s.name))).toEqual(
      Array(2).fill([
        "importApp",
        "applyScript",
        "startReload",
        "verify",
        "publish",
        "verifyPublished",
        "schedule",
      ]),
    );
    const { items } = await listTenants(world.ctx);
    expect(items[0]).toMatchObject({ slug: "nordwind", state: "active", problem: null, lastRunId: run.id });
    const apps = await listApps(world.ctx);
    expect(apps.items.map((a) => a.publishedVersion)).toEqual(["1.0.0", "1.0.0"]);
  });

  it("the same file again writes nothing on the platform and reloads nothing", async () => {
    world = await createWorld(2);
    await apply({ slug: "a" });
    const writes = world.fake.ledger.writes().length;
    const again = await apply({ slug: "a" });
    expect(again).toMatchObject({ state: "succeeded", result: "unchanged" });
    expect(world.fake.ledger.writes()).toHaveLength(writes);
    expect(await world.services.store.read.select().from(world.services.store.tables.reloads)).toHaveLength(
      1,
    );
  });
});
