import { afterEach, expect, it } from "vitest";
import { appOverview, findApp, listApps } from "@/server/apps";
import { connectionOverview, createConnection, listConnections } from "@/server/connections";
import { listReloads, reloadOverview } from "@/server/reloads";
import { getRun, listRuns } from "@/server/runs";
import { isAppError } from "@/server/shared/errors";
import { saveDraft, setDraftSample, startDraft, templateCatalogue } from "@/server/templates";
import { getTenantRow, listTenants } from "@/server/tenants";
import { applyTenants } from "..";
import { tenantsText } from "../simulation/files";
import { createWorld, type World } from "../simulation/world";
import { compareDraft } from "./compare";
import { reloadDraft } from "./reload";
import { draftTrials } from "./trial";

let world: World;
afterEach(() => world.close());

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (isAppError(error)) return error.code;
    throw error;
  }
  return "nothing was thrown";
}

/** A draft of `sales` that was changed, and a connection of the source tenant for its slots. */
async function prepared() {
  const { ctx } = world;
  const draft = await startDraft(ctx, { id: "sales" });
  const texts = { "script.qvs": `${draft.texts["script.qvs"]}\n// more\n` };
  const { manifest } = await saveDraft(ctx, { id: "sales", revision: draft.revision, texts });
  expect(await codeOf(reloadDraft(ctx, { id: "sales" }))).toBe("templates.no_sample");
  const { source } = await draftTrials(ctx, { id: "sales" });
  await createConnection(ctx, { tenantId: source?.id ?? "", name: "mine", kind: "sqlite", properties: {} });
  const slots = (manifest?.connections ?? []).map((slot) => [slot.name, "mine"]);
  await setDraftSample(ctx, { id: "sales", connections: Object.fromEntries(slots) });
  return source?.id ?? "";
}

const ended = async (run: string) => {
  await world.clock.run(world.services.workflows.wait(run));
  return getRun(world.ctx, { id: run });
};

it("a run freezes the draft, loads it in the source tenant alone, and no list or customer knows of it", async () => {
  world = await createWorld(41);
  const { ctx } = world;
  const source = await prepared();
  const started = await reloadDraft(ctx, { id: "sales" });
  expect(started).toMatchObject({ tenant: source, version: "1.1.1-draft.2" });
  expect((await ended(started.run)).state).toBe("succeeded");
  expect((await getTenantRow(ctx, source)).kind).toBe("source");
  expect((await findApp(ctx, source, "sales"))?.publishedVersion).toBe("1.1.1-draft.2");
  const lists = await Promise.all([
    listTenants(ctx),
    listApps(ctx),
    appOverview(ctx),
    listReloads(ctx),
    reloadOverview(ctx),
    listRuns(ctx),
    listConnections(ctx),
    connectionOverview(ctx),
  ]);
  expect(lists.map((l) => l.items.length)).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  expect((await listApps(ctx, { tenantId: source })).items).toHaveLength(1);
  expect((await templateCatalogue(ctx)).find((c) => c.id === "sales")).toMatchObject({
    latestVersion: "1.1.0",
    apps: 0,
  });
  const file = tenantsText([{ slug: "acme", version: "1.1.1-draft.2" }]);
  expect(await codeOf(applyTenants(ctx, { file, secrets: { DB_PASSWORD: "x" } }))).toBe("tenants.file");
});

it("the newest release runs on the same connections beside it, and the two are compared", async () => {
  world = await createWorld(42);
  const { ctx } = world;
  await prepared();
  await ended((await reloadDraft(ctx, { id: "sales" })).run);
  expect((await compareDraft(ctx, { id: "sales" })).data).toBeNull();
  const released = await reloadDraft(ctx, { id: "sales", which: "released" });
  expect(released.version).toBe("1.1.0");
  expect((await ended(released.run)).state).toBe("succeeded");
  const compared = await compareDraft(ctx, { id: "sales" });
  expect(compared.data).toEqual({ before: "1.1.0", after: "1.1.1-draft.2" });
  expect(compared.tables.length).toBeGreaterThan(0);
  expect((await draftTrials(ctx, { id: "sales" })).runs).toHaveLength(1);
});
