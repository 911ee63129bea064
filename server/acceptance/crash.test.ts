import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeNorthwindSqlite } from "@/db/fixtures/northwind/make";
import { plainTenant } from "@/db/fixtures/northwind/tenants";
import { freePort } from "@/server/setup/checks.mjs";
import { DEEP } from "@/server/testing/deep";
import { newDataFolder, startPortal } from "@/server/testing/portal-process";
import { compareWithSql, ended, sourceFolder, sqliteSql, templateFiles } from "./northwind";

/**
 * R1. The whole portal is killed with -9 at the beginning of a step and at random moments of a provisioning run
 * (its reload included), and started again. The run must end well, with nothing lost, doubled, orphaned or stuck.
 */
const STEPS = [
  "createTenant",
  "configureIdentity",
  "assignLicence",
  "ensureGroups",
  "ensureSpaces",
  "ensureMembers",
  "putConnections",
  "importApp",
  "applyScript",
  "startReload",
  "verify",
  "publish",
  "verifyPublished",
  "schedule",
];
/** Kills of the whole portal in `npm test`: where most is at stake. What the driver does at each of its transactions
 * is in `server/workflows/sqlite/crash.test.ts`; every step and more moments are in `npm run test:deep`. */
const KILLED_STEPS = DEEP ? STEPS : ["createTenant", "startReload", "publish"];
const RANDOM_KILLS = DEEP ? 20 : 1;

const base = newDataFolder();
const database = join(sourceFolder(base), "northwind.db");
const resumed: number[] = [];

beforeAll(async () => {
  makeNorthwindSqlite(database);
  const portal = await startPortal({ data: base, port: await freePort() });
  expect(portal.ready, portal.output()).toBe(true);
  await portal.call("POST", "/templates", { name: "northwind", files: templateFiles() });
  await portal.stop();
}, 120_000);

afterAll(() => {
  rmSync(base, { recursive: true, force: true });
  rmSync(`${base}-source`, { recursive: true, force: true });
  const sorted = [...resumed].sort((a, b) => a - b);
  console.log(
    `R1: ${resumed.length} kills, resumed after ${sorted[sorted.length >> 1]} ms (median), ${sorted.at(-1)} ms (most)`,
  );
});

/** Files of the data folder that must not outlive a run. */
function leftovers(data: string, generation: string): string[] {
  const below = (folder: string) =>
    existsSync(join(data, folder))
      ? (
          readdirSync(join(data, folder), {
            recursive: true,
            withFileTypes: true,
          }) as import("node:fs").Dirent[]
        )
          .filter((f) => f.isFile())
          .map((f) => join(f.parentPath, f.name))
      : [];
  return [...below("scratch/reloads"), ...below("generations").filter((f) => !f.includes(generation))];
}

async function checkWhole(portal: Awaited<ReturnType<typeof startPortal>>, data: string, run: string) {
  const end = await ended(portal, run);
  expect([end.state, end.error]).toEqual(["succeeded", null]);
  const { items: tenants } = await portal.call<{ items: { id: string; state: string }[] }>("GET", "/tenants");
  expect(tenants.map((t) => t.state)).toEqual(["active"]);
  const tenant = tenants[0]?.id ?? "";
  const { items: apps } = await portal.call<{
    items: { publishedGenerationId: string; stagedGenerationId: string }[];
  }>("GET", `/apps?tenant=${tenant}`);
  expect(apps).toHaveLength(1);
  expect(apps[0]?.publishedGenerationId).toBe(apps[0]?.stagedGenerationId);
  const { items: reloads } = await portal.call<{ items: { state: string }[] }>(
    "GET",
    `/reloads?tenant=${tenant}`,
  );
  expect(reloads.map((r) => r.state)).toEqual(["succeeded"]);
  // Of the tenant alone: the installation's own, like that of billing, come by the clock.
  const { items: runs } = await portal.call<{ items: { state: string }[] }>("GET", `/runs?tenant=${tenant}`);
  expect(runs.map((r) => r.state)).toEqual(["succeeded"]);
  expect(leftovers(data, apps[0]?.publishedGenerationId ?? "none")).toEqual([]);
  await compareWithSql(portal, tenant, sqliteSql(database));
}

async function killed(args: string[]): Promise<void> {
  const data = newDataFolder();
  try {
    cpSync(base, data, { recursive: true });
    const port = await freePort();
    const first = await startPortal({ data, port, args });
    let run: string | undefined;
    if (first.ready) {
      const { text, secrets } = plainTenant({ kind: "sqlite", file: database });
      const applied = await first
        .call<{ tenants: { run: string }[] }>("POST", "/tenants/apply", { file: text, secrets })
        .catch(() => null);
      run = applied?.tenants[0]?.run;
      // A run that ended before the kill is killed at its very end.
      if (run) await Promise.race([first.ended, ended(first, run).catch(() => undefined)]);
      first.child.kill("SIGKILL");
    }
    await first.ended;
    const started = performance.now();
    const second = await startPortal({ data, port: await freePort() });
    expect(second.ready, second.output()).toBe(true);
    resumed.push(Math.round(performance.now() - started));
    if (!run) {
      const { items } = await second.call<{ items: { id: string; kind: string }[] }>("GET", "/runs");
      run = items.find(({ kind }) => kind === "provision")?.id;
    }
    if (!run) {
      // Killed before the request was kept: asking again is what a client does.
      const { text, secrets } = plainTenant({ kind: "sqlite", file: database });
      const again = await second.call<{ tenants: { run: string }[] }>("POST", "/tenants/apply", {
        file: text,
        secrets,
      });
      run = again.tenants[0]?.run;
    }
    await checkWhole(second, data, run ?? "");
    await second.stop();
  } finally {
    rmSync(data, { recursive: true, force: true });
    mkdirSync(base, { recursive: true });
  }
}

test.each(KILLED_STEPS)(
  "kill -9 as step %s begins",
  async (step) => killed(["--kill-on", `${step}:running`]),
  120_000,
);

test(
  "kill -9 between the end of a reload and its step's checkpoint",
  async () => killed(["--kill-on", "reload:succeeded"]),
  120_000,
);

test.each(Array.from({ length: RANDOM_KILLS }, (_, i) => 350 + i * (1_800 / RANDOM_KILLS)))(
  "kill -9 of the whole portal after %i ms",
  async (ms) => killed(["--kill-after", String(ms + Math.floor(Math.random() * (1_800 / RANDOM_KILLS)))]),
  120_000,
);
