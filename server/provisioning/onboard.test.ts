import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FaultPlan } from "@/server/platform/testing/faults";
import { getRun, retryRun, undoRun } from "@/server/runs";
import { getTenant, listTenants } from "@/server/tenants";
import { as, memberOf } from "@/server/testing/context";
import { getOnboarding, previewOnboarding, startOnboarding } from ".";
import { tenantsText } from "./simulation/files";
import { createWorld, type World } from "./simulation/world";

let world: World;
beforeEach(async () => {
  world = await createWorld(1);
});
afterEach(() => world.close());

const secrets = { DB_PASSWORD: "s3cret-value-nobody-may-see" };

async function ended(id: string) {
  await world.clock.run(world.services.workflows.wait(id));
  return getRun(world.ctx, { id });
}

const CSV = [
  "slug,name,plan,groups,admin_email,templates,connection_kind,connection.path,table.orders,where.orders.region,secret",
  'alpha,"Alpha, Inc.",growth@1,sales;ops,ada@alpha.example,sales@1.0.0,sqlite,alpha.db,tbl_orders,DE;AT,DB_PASSWORD',
  "beta,Beta,growth@1,,bob@beta,sales@1.0.0,sqlite,beta.db,,,DB_PASSWORD",
  "gamma,Gamma,groth@1,,,sales@1.0.0,sqlite,gamma.db,,,ask",
  "delta,Delta,growth@1,,,sales@9.0.0,sqlite,delta.db,,,ask",
  "Epsilon,,growth@1,,,,,,,,",
  "zeta,Zeta,growth@1,,,sales@1.0.0,sqlite,zeta.db,,NO,ask",
].join("\n");

describe("preview of an upload", () => {
  it("tells for each row of a CSV what it would do, or line, column and cause", async () => {
    const { rows, secrets: needed } = await previewOnboarding(world.ctx, {
      file: CSV,
      format: "csv",
      fileName: "new.csv",
    });
    expect(
      rows.map((r) => [r.line, r.slug, r.issues.map((i) => `${i.path}: ${i.message}`).join(" | ")]),
    ).toEqual([
      [2, "alpha", ""],
      [3, "beta", "admin_email: is not an e-mail address"],
      [4, "gamma", expect.stringMatching(/^plan: .*groth/)],
      [5, "delta", expect.stringMatching(/^templates: .*9\.0\.0/)],
      [6, "Epsilon", expect.stringMatching(/^slug: needs 1 to 63.* \| name: is missing/)],
      [7, "zeta", ""],
    ]);
    expect(rows[0]).toMatchObject({ kind: "new", apps: ["sales@1.0.0"], connections: ["sqlite"] });
    expect(needed).toEqual([
      { env: "DB_PASSWORD", kinds: ["sqlite"], tenants: 1, known: false },
      { env: "SQLITE_SECRET", kinds: ["sqlite"], tenants: 1, known: false },
    ]);
    expect((await listTenants(world.ctx)).items).toEqual([]);
  });

  it("reads semicolons, tabs, quotes, a byte order mark and comments alike", async () => {
    for (const mark of [",", ";", "\t"]) {
      const file = `\uFEFF${["slug", "name", "plan"].join(mark)}\r\n# a remark\r\none${mark}"A ""B"""${mark}growth\r\n`;
      const { rows } = await previewOnboarding(world.ctx, { file, format: "csv" });
      expect(rows).toMatchObject([{ slug: "one", name: 'A "B"', plan: "growth", issues: [] }]);
    }
  });

  it.each([
    ["slug,name,plan,colour\na,A,growth,#fff", /"colour".*"color"/],
    ["slug,name\na,A", /"plan" is missing/],
    ["slug,name,plan,slug\na,A,growth,b", /"slug" is there twice/],
    ["slug,name,plan", /names no tenant/],
    ['slug,name,plan\na,"A,growth', /quote/],
  ])("refuses a file it cannot read: %j", async (file, message) => {
    await expect(previewOnboarding(world.ctx, { file, format: "csv" })).rejects.toMatchObject({
      code: "tenants.file",
      message: expect.stringMatching(message),
    });
  });

  it("tells for each tenant of a YAML file alike, also a name used twice", async () => {
    const file =
      "tenants:\n  - { slug: a, name: A, plan: growth }\n  - { slug: a, name: B, plan: growth }\n  - 7\n";
    const { rows } = await previewOnboarding(world.ctx, { file, format: "yaml" });
    expect(rows.map((r) => [r.line, r.issues.map((i) => i.message)])).toEqual([
      [2, []],
      [3, ['"a" is there twice']],
      [4, [expect.stringMatching(/needs a map/)]],
    ]);
  });

  it("is not for customers, nor for support", async () => {
    for (const verb of [previewOnboarding, startOnboarding])
      await expect(
        verb(as(world.services, memberOf("ten_x")), { file: CSV, format: "csv" }),
      ).rejects.toMatchObject({
        code: "auth.forbidden",
      });
  });
});

describe("onboarding many", () => {
  const start = (more: object = {}) =>
    startOnboarding(world.ctx, { file: CSV, format: "csv", fileName: "new.csv", ...more });
  const given = { secrets: { ...secrets, SQLITE_SECRET: "another" } };

  it("stops at a bad row, unless told to go on without it; and for a secret that is missing", async () => {
    await expect(start(given)).rejects.toMatchObject({ code: "tenants.file" });
    await expect(start({ withoutBad: true })).rejects.toMatchObject({ code: "onboarding.secrets" });
    expect((await listTenants(world.ctx)).items).toEqual([]);
  });

  it("sets the good rows up by one run, names the rows left out, and keeps no secret in it", async () => {
    const started = await start({ withoutBad: true, ...given });
    expect(started).toMatchObject({ tenants: 2 });
    expect(started.left.map((l) => l.slug)).toEqual(["beta", "gamma", "delta", "Epsilon"]);
    const run = await ended(started.run);
    expect(run).toMatchObject({
      state: "succeeded",
      kind: "onboard",
      title: "Onboard 2 tenants",
      tenantId: null,
    });
    const tenants = await getOnboarding(world.ctx, { id: started.run });
    expect(tenants.map((t) => [t.slug, t.state, t.result])).toEqual([
      ["alpha", "succeeded", "created"],
      ["zeta", "succeeded", "created"],
    ]);
    const alpha = await getTenant(world.ctx, { id: tenants[0]?.tenant ?? "" });
    expect(alpha).toMatchObject({ state: "active", name: "Alpha, Inc." });
    const stored = (await world.services.store.serialize()).toString("latin1");
    expect(stored).not.toContain(secrets.DB_PASSWORD);
  });

  it("run again it finds everything as described", async () => {
    await ended((await start({ withoutBad: true, ...given })).run);
    const again = await ended((await start({ withoutBad: true, ...given })).run);
    expect(again).toMatchObject({ state: "succeeded", result: "unchanged" });
  });

  it("undone, it undoes every tenant", async () => {
    const { run } = await start({ withoutBad: true, ...given });
    await ended(run);
    await undoRun(world.ctx, { id: run });
    expect((await ended(run)).state).toBe("undone");
    expect((await getOnboarding(world.ctx, { id: run })).map((t) => t.state)).toEqual(["undone", "undone"]);
  });
});

describe("onboarding with a tenant that fails", () => {
  it("the others are ready; retrying the whole retries only the one that failed", async () => {
    let refused: string | null = null;
    let heals = false;
    const faults: FaultPlan = {
      seed: 1,
      next({ verb, tenant, direction }) {
        if (verb !== "publish" || direction !== "apply" || heals) return { kind: "none" };
        refused ??= tenant;
        return tenant === refused ? { kind: "refused" } : { kind: "none" };
      },
    };
    await world.close();
    world = await createWorld(1, { faults });
    const file = tenantsText([{ slug: "alpha" }, { slug: "beta" }]);
    const { run } = await startOnboarding(world.ctx, { file, format: "yaml", secrets });
    const failed = await ended(run);
    expect(failed).toMatchObject({ state: "failed", error: { code: "onboarding.incomplete" } });
    expect(failed.error?.message).toContain("1 of 2 tenants could not be set up: Customer");
    const before = await getOnboarding(world.ctx, { id: run });
    expect(before.map((t) => t.state).sort()).toEqual(["failed", "succeeded"]);
    heals = true;
    await retryRun(world.ctx, { id: run });
    expect((await ended(run)).state).toBe("succeeded");
    const after = await getOnboarding(world.ctx, { id: run });
    expect(after.map((t) => t.state)).toEqual(["succeeded", "succeeded"]);
    const ready = before.find((t) => t.state === "succeeded");
    expect(after.find((t) => t.run === ready?.run)?.endedAt).toEqual(ready?.endedAt);
  });
});
