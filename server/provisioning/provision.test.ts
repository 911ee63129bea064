import { afterEach, describe, expect, it } from "vitest";
import { listApps } from "@/server/apps";
import { listConnections } from "@/server/connections";
import { listMembers } from "@/server/members";
import type { FakePlatformOptions } from "@/server/platform/testing/fake";
import { getReload, listReloads, reloadLog, startReload } from "@/server/reloads";
import { getRun, listRuns, retryRun, undoRun } from "@/server/runs";
import { AppError } from "@/server/shared/errors";
import { listTenants } from "@/server/tenants";
import { applyTenants, deleteTenant, sweepJournal } from ".";
import { type FileOptions, tenantsText } from "./simulation/files";
import { picture } from "./simulation/invariants";
import { createWorld, type World } from "./simulation/world";

let world: World;
afterEach(() => world.close());

const SECRETS = { DB_PASSWORD: "s3cret-value-nobody-may-see" };

async function ended(id: string) {
  await world.clock.run(world.services.workflows.wait(id));
  return getRun(world.ctx, { id });
}

async function apply(options: FileOptions, more: { prune?: boolean; secrets?: Record<string, string> } = {}) {
  const { tenants } = await applyTenants(world.ctx, {
    file: tenantsText([options]),
    secrets: SECRETS,
    ...more,
  });
  return { ...(await ended(tenants[0]?.run ?? "")), removes: tenants[0]?.removes };
}

async function theTenant() {
  const { items } = await listTenants(world.ctx);
  if (!items[0]) throw new Error("there is no tenant");
  return items[0];
}

/** Data whose revenue is wrong until `repair` is called. */
function brokenData(): { options: FakePlatformOptions; repair(): void } {
  let broken = true;
  return {
    options: { data: () => (broken ? { rows: 10, measures: { "Sum(amount)": 0 } } : { rows: 10 }) },
    repair: () => {
      broken = false;
    },
  };
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
    const steps = [
      "importApp",
      "applyScript",
      "startReload",
      "verify",
      "publish",
      "verifyPublished",
      "schedule",
    ];
    expect(run.children.map((c) => c.steps.map((s) => s.name))).toEqual([steps, steps]);
    expect(await theTenant()).toMatchObject({
      slug: "nordwind",
      state: "active",
      problem: null,
      lastRunId: run.id,
    });
    const apps = await listApps(world.ctx);
    expect(apps.items.map((a) => a.publishedVersion)).toEqual(["1.0.0", "1.0.0"]);
  });

  it("the same file again writes nothing on the platform and reloads nothing", async () => {
    world = await createWorld(2);
    await apply({ slug: "a" });
    const writes = world.fake.ledger.writes().length;
    expect(await apply({ slug: "a" })).toMatchObject({ state: "succeeded", result: "unchanged" });
    expect(world.fake.ledger.writes()).toHaveLength(writes);
    expect((await listReloads(world.ctx)).items).toHaveLength(1);
  });

  it("a changed file does only the difference: people without a reload, a where clause with one", async () => {
    world = await createWorld(3);
    await apply({ slug: "a", templates: ["sales", "stock"] });
    const joined = await apply({
      slug: "a",
      templates: ["sales", "stock"],
      members: ["ada@example.com", "bo@example.com"],
    });
    expect(joined.result).toBe("changed");
    expect((await listMembers(world.ctx)).items).toHaveLength(2);
    expect((await listReloads(world.ctx)).items).toHaveLength(2);
    await apply({
      slug: "a",
      templates: ["sales", "stock"],
      members: ["ada@example.com"],
      where: { country: "DE" },
    });
    expect((await listReloads(world.ctx)).items).toHaveLength(4);
    expect((await listMembers(world.ctx)).items, "nobody is removed without --prune").toHaveLength(2);
  });

  it("the same file applied while its run is going is answered with that run", async () => {
    world = await createWorld(4);
    const input = { file: tenantsText([{ slug: "a" }]), secrets: SECRETS };
    const [first, second] = [await applyTenants(world.ctx, input), await applyTenants(world.ctx, input)];
    expect(second.tenants[0]?.run).toBe(first.tenants[0]?.run);
    await ended(first.tenants[0]?.run ?? "");
    expect((await listRuns(world.ctx)).items).toHaveLength(1);
  });

  it("prune lists what the file no longer names and removes it", async () => {
    world = await createWorld(5);
    await apply({ slug: "a", templates: ["sales", "stock"], members: ["ada@example.com", "bo@example.com"] });
    const run = await apply({ slug: "a", templates: ["sales"] }, { prune: true });
    expect(run.removes).toEqual(["app stock", "member bo@example.com"]);
    expect(run.state).toBe("succeeded");
    expect((await listApps(world.ctx)).items.map((a) => a.templateId)).toEqual(["sales"]);
    expect((await listMembers(world.ctx)).items.map((m) => m.email)).toEqual(["ada@example.com"]);
    const held = Object.values(world.fake.snapshot())[0];
    expect([Object.keys(held?.app ?? {}).length, Object.keys(held?.member ?? {})]).toEqual([
      1,
      ["ada@example.com"],
    ]);
    expect((await apply({ slug: "a", templates: ["sales"] }, { prune: true })).result).toBe("unchanged");
  });
});

describe("a failed run", () => {
  it("says which step, why and what to do; retried, it loads the data again and ends well", async () => {
    const data = brokenData();
    world = await createWorld(6, data.options);
    const run = await apply({ slug: "a" });
    expect(run).toMatchObject({ state: "failed", can: { retry: true, undo: true, cancel: false } });
    expect(run.error).toMatchObject({
      code: "provisioning.verify",
      params: { step: "verify", run: `${run.id}.sales`, checks: ["has-revenue"] },
    });
    expect(run.error?.message).toBe(
      "Checking the new data failed (sales): The new data did not pass its checks. has-revenue: Sum(amount) is 0, expected at least 1.",
    );
    expect(run.error?.advice).toContain("retry");
    expect(await theTenant()).toMatchObject({
      state: "failed",
      health: "failing",
      problem: run.error?.message,
    });
    data.repair();
    await retryRun(world.ctx, { id: run.id });
    expect(await ended(run.id)).toMatchObject({ state: "succeeded", result: "created", error: null });
    expect(await theTenant()).toMatchObject({ state: "active", problem: null, health: "well" });
  });

  it("undone, leaves nothing on the platform and the tenant as a draft", async () => {
    const data = brokenData();
    world = await createWorld(7, data.options);
    const run = await apply({ slug: "a" });
    await undoRun(world.ctx, { id: run.id });
    expect((await ended(run.id)).state).toBe("undone");
    expect(world.fake.snapshot()).toEqual({});
    expect(await theTenant()).toMatchObject({ state: "draft", problem: null });
  });

  it("leaves an active tenant active and its published data serving, with the problem told", async () => {
    const data = brokenData();
    data.repair();
    const options: FakePlatformOptions = {
      data: (of) => (broken ? { rows: 0 } : (data.options.data?.(of) ?? { rows: 1 })),
    };
    let broken = false;
    world = await createWorld(8, options);
    await apply({ slug: "a" });
    const before = (await listApps(world.ctx)).items[0]?.publishedGenerationId;
    broken = true;
    const run = await apply({ slug: "a", where: { country: "XX" } });
    expect(run.state).toBe("failed");
    expect(await theTenant()).toMatchObject({
      state: "active",
      health: "failing",
      problem: run.error?.message,
    });
    expect((await listApps(world.ctx)).items[0]?.publishedGenerationId).toBe(before);
    const was = await picture(world);
    await undoRun(world.ctx, { id: run.id });
    await ended(run.id);
    expect(await picture(world)).not.toBe(was);
    expect(await theTenant()).toMatchObject({ state: "active", problem: null });
  });
});

describe("a run that was overtaken", () => {
  it("is neither undone nor retried under the later one; in reverse order both are undone", async () => {
    world = await createWorld(15);
    const first = await apply({ slug: "a" });
    const second = await apply({ slug: "a", members: ["ada@example.com", "bo@example.com"] });
    await apply({ slug: "a", members: ["ada@example.com", "bo@example.com"] });
    await expect(undoRun(world.ctx, { id: first.id })).rejects.toMatchObject({
      code: "runs.overtaken",
      options: { advice: 'Undo "Update Customer a" first.' },
    });
    for (const { id } of [second, first]) {
      await undoRun(world.ctx, { id });
      expect((await ended(id)).state).toBe("undone");
    }
    expect(world.fake.snapshot()).toEqual({});
  });

  it("leaves its journal only as long as it can be undone", async () => {
    world = await createWorld(16);
    await apply({ slug: "a" });
    const { workflows, store } = world.services;
    expect(await sweepJournal(world.services)).toBe(0);
    await workflows.prune(new Date(Date.now() + 365 * 86_400_000));
    expect(await sweepJournal(world.services)).toBeGreaterThan(0);
    const left = await store.read.select().from(store.tables.settings);
    expect(left.filter((s) => s.id.startsWith("run:"))).toEqual([]);
  });
});

describe("secrets", () => {
  it("stand in no run, event, audit entry, row or platform object", async () => {
    world = await createWorld(9);
    await apply({ slug: "a" });
    const dump = await world.services.store.serialize();
    expect(dump.includes(Buffer.from(SECRETS.DB_PASSWORD))).toBe(false);
    expect(JSON.stringify(world.fake.snapshot())).not.toContain(SECRETS.DB_PASSWORD);
    expect((await listConnections(world.ctx)).items[0]).toMatchObject({ name: "db", hasSecret: true });
  });

  it("another value is a change, the same is none", async () => {
    world = await createWorld(10);
    await apply({ slug: "a" });
    expect((await apply({ slug: "a" })).result).toBe("unchanged");
    expect((await apply({ slug: "a" }, { secrets: { DB_PASSWORD: "another" } })).result).toBe("changed");
  });
});

describe("reloads", () => {
  it("a manual reload makes a new generation, checks and publishes it, and keeps progress and log", async () => {
    world = await createWorld(11, { interruptions: 0.6 });
    await apply({ slug: "a" });
    const app = (await listApps(world.ctx)).items[0];
    const { run, reload } = await startReload(world.ctx, { app: app?.id ?? "" });
    await expect(startReload(world.ctx, { app: app?.id ?? "" })).rejects.toMatchObject({
      code: "reloads.running",
    });
    expect(await ended(run)).toMatchObject({ state: "succeeded", kind: "reload" });
    expect(await getReload(world.ctx, { id: reload })).toMatchObject({ state: "succeeded", error: null });
    expect((await reloadLog(world.ctx, { id: reload })).length).toBeGreaterThan(0);
    const now = (await listApps(world.ctx)).items[0];
    expect(now?.publishedGenerationId).not.toBe(app?.publishedGenerationId);
  });

  it("a schedule reloads at its time, in its zone", async () => {
    world = await createWorld(12);
    await apply({ slug: "a", schedule: { cron: "30 6 * * *", zone: "Europe/Berlin" } });
    await world.clock.run(world.clock.sleep(24 * 3_600_000), 30 * 3_600_000);
    const { items } = await listReloads(world.ctx);
    expect(items.map((r) => [r.trigger, r.state])).toEqual([
      ["schedule", "succeeded"],
      ["provisioning", "succeeded"],
    ]);
    expect(items[0]?.createdAt.toISOString()).toMatch(/^2026-01-16T05:30/);
  });

  it("a day's reloads are counted against the plan", async () => {
    world = await createWorld(13);
    await apply({ slug: "a", plan: "starter" });
    const app = (await listApps(world.ctx)).items[0]?.id ?? "";
    for (let i = 0; i < 23; i++) await ended((await startReload(world.ctx, { app })).run);
    const error: unknown = await startReload(world.ctx, { app }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code: "reloads.limit", kind: "limit" });
  });
});

describe("deleting a tenant", () => {
  it("stops what is still going on in it first", async () => {
    world = await createWorld(17);
    const { tenants } = await applyTenants(world.ctx, {
      file: tenantsText([{ slug: "a" }]),
      secrets: SECRETS,
    });
    await world.clock.run(world.clock.sleep(100));
    const { run } = await deleteTenant(world.ctx, { id: tenants[0]?.tenant ?? "" });
    expect((await ended(run)).state).toBe("succeeded");
    expect((await getRun(world.ctx, { id: tenants[0]?.run ?? "" })).state).toBe("cancelled");
    expect(world.fake.snapshot()).toEqual({});
    expect((await listTenants(world.ctx)).items).toEqual([]);
  });

  it("removes its rows, its data and its key; the audit chain stays", async () => {
    world = await createWorld(14);
    await apply({ slug: "a" });
    const { id } = await theTenant();
    const { run } = await deleteTenant(world.ctx, { id });
    expect(await ended(run)).toMatchObject({ state: "succeeded", kind: "delete" });
    expect((await listTenants(world.ctx)).items).toEqual([]);
    expect(world.fake.snapshot()).toEqual({});
    const { tables, read } = world.services.store;
    for (const t of [tables.apps, tables.members, tables.connections, tables.generations, tables.reloads])
      expect(await read.select().from(t)).toEqual([]);
    expect((await read.select().from(tables.tenantKeys))[0]).toMatchObject({ wrapped: null });
    expect((await read.select().from(tables.auditEntries)).some((e) => e.chain === id)).toBe(true);
    expect((await apply({ slug: "a" })).state).toBe("succeeded");
  });
});
