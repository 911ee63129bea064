import { beforeEach, describe, expect, it } from "vitest";
import { makeRun, makeTenant, makeUser } from "@/db/factories";
import { listNotifications } from "@/server/notifications";
import type { Context } from "@/server/shared/context";
import { as, memberOf, operator, testServices } from "@/server/testing/context";
import { testWorkflows } from "@/server/testing/workflows";
import type { WorkflowRun } from "@/server/workflows/port";
import { cancelRun, getRun, insertRun, listRuns, recordRun, retryRun, sweepRuns, undoRun } from ".";

let ctx: Context;
let tenantId: string;
beforeEach(async () => {
  const services = await testServices();
  ctx = as({ ...services, workflows: await testWorkflows(services) }, operator());
  tenantId = (await makeTenant(ctx.store)).id;
});

describe("runs", () => {
  it("whose process died between row and workflow are started by the sweep, once", async () => {
    const run = await ctx.store.tx((db) =>
      insertRun(ctx, db, { kind: "provision", tenantId, title: "Set up", input: { tenantId } }),
    );
    expect(await ctx.workflows.get(run.id)).toBeNull();
    expect(await sweepRuns(ctx, -1)).toBe(1);
    expect(await ctx.workflows.get(run.id)).toMatchObject({
      name: "provision@1",
      state: "queued",
      input: { tenantId, runId: run.id },
    });
    expect(await sweepRuns(ctx, -1)).toBe(0);
  });

  it("show only what can be done in their state, and refuse the rest", async () => {
    const failed = await makeRun(ctx.store, { tenantId, state: "failed" });
    expect((await getRun(ctx, { id: failed.id })).can).toEqual({ retry: true, undo: true, cancel: false });
    await expect(cancelRun(ctx, { id: failed.id })).rejects.toMatchObject({ code: "runs.state" });
    const running = await makeRun(ctx.store, { tenantId, state: "running" });
    await expect(retryRun(ctx, { id: running.id })).rejects.toMatchObject({
      code: "runs.state",
      kind: "conflict",
    });
    await expect(undoRun(ctx, { id: running.id })).rejects.toMatchObject({ code: "runs.state" });
  });

  it("are nobody else's; a tenant's admin sees their own and controls none", async () => {
    const mine = await makeRun(ctx.store, { tenantId, state: "failed" });
    await makeRun(ctx.store, { tenantId: (await makeTenant(ctx.store)).id });
    await makeRun(ctx.store, { tenantId: null });
    const admin = as(ctx, memberOf(tenantId));
    expect((await listRuns(admin)).items.map((r) => r.id)).toEqual([mine.id]);
    await expect(retryRun(admin, { id: mine.id })).rejects.toMatchObject({ code: "auth.forbidden" });
    const stranger = as(ctx, memberOf((await makeTenant(ctx.store)).id));
    await expect(getRun(stranger, { id: mine.id })).rejects.toMatchObject({ code: "run.not_found" });
    expect((await listRuns(ctx)).items).toHaveLength(3);
  });

  it("name the person who started them to whom the audit names them, and nobody else", async () => {
    const ada = await makeUser(ctx.store, { name: "Ada Formula" });
    const run = await makeRun(ctx.store, { tenantId, startedBy: `user:${ada.id}` });
    const named = async (reader: Context, id = run.id) => (await getRun(reader, { id })).starterName;
    expect(await named(ctx)).toBe("Ada Formula");
    expect(await named(as(ctx, memberOf(tenantId)))).toBe("Ada Formula");
    const key = { type: "apiKey", id: "key_1", name: "Nightly", tenantId } as const;
    expect(await named(as(ctx, { ...key, scopes: ["runs:read"] }))).toBeNull();
    const job = await makeRun(ctx.store, { tenantId, startedBy: "system:schedule" });
    expect(await named(ctx, job.id)).toBeNull();
  });

  it("that other runs started are in their run, not in the list", async () => {
    const parent = await makeRun(ctx.store, { tenantId, state: "running" });
    await makeRun(ctx.store, { tenantId, parentId: parent.id, rootId: parent.id, kind: "provision-app" });
    expect((await listRuns(ctx)).items).toHaveLength(1);
    expect((await getRun(ctx, { id: parent.id })).children).toHaveLength(1);
  });
});

describe("how a run ended", () => {
  const workflow = (id: string, state: "succeeded" | "failed", more: object = {}): WorkflowRun => ({
    ...{ id, rootId: id, parentId: null, name: "provision@1", state, input: {}, output: null },
    error: state === "failed" ? { code: "x", message: "The database said no.", retryable: false } : null,
    ...{ createdAt: new Date(), startedAt: new Date(), endedAt: new Date(5_000_000), ...more },
  });
  const asOwner = (id: string) => as(ctx, { ...operator(), id } as Context["actor"]);
  const told = async (id: string) =>
    (await listNotifications(asOwner(id))).items.map(({ kind, params }) => [kind, params]);

  it("is told once to whoever started it, and to nobody else", async () => {
    const [ada, bob] = [await makeUser(ctx.store, { operatorRole: "admin" }), await makeUser(ctx.store)];
    const run = await makeRun(ctx.store, { tenantId, title: "Set up Alder", startedBy: `user:${ada.id}` });
    const failed = workflow(run.id, "failed");
    await recordRun(ctx, failed);
    await recordRun(ctx, failed);
    const problem = "The database said no.";
    expect(await told(ada.id)).toEqual([["run-failed", { title: "Set up Alder", problem }]]);
    // Retried: another ending, told anew.
    await recordRun(ctx, workflow(run.id, "succeeded", { endedAt: new Date(6_000_000) }));
    expect((await told(ada.id)).map(([kind]) => kind)).toEqual(["run-succeeded", "run-failed"]);
    expect(await told(bob.id)).toEqual([]);
  });
});
