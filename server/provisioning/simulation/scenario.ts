import { chance, createFaultPlan } from "@/server/platform/testing/faults";
import type { FakeData } from "@/server/platform/testing/reloads";
import { cancelRun, getRun, type RunDetail, retryRun, runRow, undoRun } from "@/server/runs";
import { isAppError } from "@/server/shared/errors";
import { type AppliedTenant, applyTenants, type DesiredTenant } from "..";
import { type FileOptions, tenantsText } from "./files";
import { complete, lasting, picture, stepOrder } from "./invariants";
import { createWorld, type World, weather } from "./world";

export interface SimulationResult {
  seed: number;
  /** What must never happen and did. */
  violations: string[];
  /** Everything that could be seen, in order: equal for equal seeds. */
  trace: string[];
  /** What this seed came by, for the statistics: `failed`, `undone`, … */
  met: string[];
}

/** One life of two customers on a platform with seeded faults: set up, changed, failed, retried, undone. */
export async function simulate(seed: number): Promise<SimulationResult> {
  const luck = (what: string) => chance(`${seed}|${what}`);
  const faults = weather(
    createFaultPlan(seed, {
      rate: luck("rate") * 0.6,
      refusals: luck("refusals") < 0.5 ? 0 : luck("refusals") * 0.08,
      inARow: luck("row") < 0.2 ? 12 : 2,
    }),
  );
  const data: FakeData = ({ reload }) => {
    const bad = !faults.calm && luck(`data ${reload}`) < luck("bad data") * 0.25;
    return bad
      ? { rows: luck(`empty ${reload}`) < 0.5 ? 0 : 5, measures: { "Sum(amount)": 0 } }
      : { rows: 1000 };
  };
  const world = await createWorld(seed, { faults, data, interruptions: luck("interruptions") * 0.5 });
  const met: string[] = [];
  const violations: string[] = [];
  try {
    await live({ world, faults, luck, met, violations });
    violations.push(...lasting(world));
  } catch (error) {
    violations.push(`it broke: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  } finally {
    await world.close();
  }
  return { seed, violations, trace: world.trace, met };
}

interface Life {
  world: World;
  faults: { calm: boolean };
  luck(what: string): number;
  met: string[];
  violations: string[];
}

async function live(life: Life): Promise<void> {
  const { luck } = life;
  const templates = luck("apps") < 0.5 ? ["sales", "stock"] : ["sales"];
  const first: FileOptions[] = [{ slug: "a", templates, where: { country: ["DE", "AT"] } }];
  if (luck("two") < 0.4)
    first.push({ slug: "b", templates: ["stock"], members: ["bo@example.com", "cy@example.com"] });
  await chapter(life, "set up", first);
  const changed: FileOptions = {
    slug: "a",
    templates,
    where: luck("where") < 0.5 ? { country: "CH" } : { country: ["DE", "AT"] },
    version: luck("version") < 0.4 ? "1.1.0" : "1.0.0",
    groups: luck("groups") < 0.5 ? ["sales", "finance"] : ["sales"],
    members: luck("members") < 0.5 ? ["ada@example.com", "eve@example.com"] : ["ada@example.com"],
    schedule: luck("schedule") < 0.3 ? false : undefined,
  };
  await chapter(life, "change", [changed]);
  await sameAgain(life, changed);
}

/** A file applied: every run ends; one that failed is retried or undone once the weather is calm. */
async function chapter(life: Life, name: string, files: FileOptions[]): Promise<void> {
  const { world, faults, luck, violations } = life;
  faults.calm = false;
  const before = await picture(world);
  const applied = await apply(world, files);
  if (luck(`${name} cancel`) < 0.2) await cancelSome(life, applied, `${name} cancel after`);
  const runs = await ended(world, applied);
  for (const run of runs) {
    life.met.push(`${name}: ${run.state}`);
    violations.push(...stepOrder(run));
    if (!["succeeded", "failed", "cancelled"].includes(run.state))
      violations.push(`${run.id} ended as ${run.state}`);
    if (run.state === "failed" && !run.error?.params?.step)
      violations.push(`${run.id} does not say which step failed`);
  }
  faults.calm = true;
  if (luck(`${name} undo`) < 0.4) {
    await undoAll(life, runs, before, name);
    if (luck(`${name} afterwards`) < 0.5) await retryAll(life, runs);
    else await ended(world, await apply(world, files)).then((again) => checkAll(life, again));
  } else {
    if (runs.every((r) => r.state === "cancelled")) await checkRestored(life, before, name);
    await retryAll(life, runs);
  }
}

/** Some moment later the runs are cancelled; one that has ended by then stays as it is. */
async function cancelSome({ world, luck }: Life, applied: { run: string }[], moment: string): Promise<void> {
  await world.clock.run(world.clock.sleep(luck(moment) ** 2 * 20_000));
  for (const { run } of applied)
    await world.clock.run(cancelRun(world.ctx, { id: run })).catch((error: unknown) => {
      if (!isAppError(error) || error.code !== "runs.state") throw error;
    });
}

async function apply(world: World, files: FileOptions[]): Promise<AppliedTenant[]> {
  const work = applyTenants(world.ctx, {
    file: tenantsText(files),
    secrets: { DB_PASSWORD: "simulated-secret" },
  });
  return (await world.clock.run(work)).tenants;
}

function ended(world: World, applied: { run: string }[]): Promise<RunDetail[]> {
  const { workflows } = world.services;
  return world.clock.run(
    Promise.all(
      applied.map(async ({ run }) => {
        await workflows.wait(run);
        return getRun(world.ctx, { id: run });
      }),
    ),
  );
}

async function undoAll(life: Life, runs: RunDetail[], before: string, name: string): Promise<void> {
  const { world, met, violations } = life;
  for (const run of [...runs].reverse()) {
    if (run.state === "cancelled") continue;
    await world.clock.run(undoRun(world.ctx, { id: run.id }));
    const [done] = await ended(world, [{ run: run.id }]);
    met.push(`${name}: ${done?.state}`);
    if (done?.state !== "undone")
      violations.push(`${run.id} was to be undone and is ${done?.state}: ${done?.error?.message}`);
  }
  await checkRestored(life, before, name);
}

/** Nothing of the run is left, and what was there before is as it was. New tenants stay as drafts. */
async function checkRestored({ world, violations }: Life, before: string, name: string): Promise<void> {
  const after = await picture(world);
  const was = JSON.parse(before) as Record<string, unknown>;
  const is = JSON.parse(after) as { tenants: string[] };
  if (name === "set up") {
    const drafts = is.tenants.every((t) => (JSON.parse(t) as { state: string }).state === "draft");
    if (!drafts) violations.push(`an undone tenant is no draft: ${is.tenants.join()}`);
    was.tenants = is.tenants;
  }
  if (JSON.stringify(is) !== JSON.stringify(was))
    violations.push(`undo did not restore what was there\n--- before\n${before}\n--- after\n${after}`);
}

async function retryAll(life: Life, runs: RunDetail[]): Promise<void> {
  const { world } = life;
  for (const { id } of runs) {
    const { state } = await runRow(world.ctx, id);
    if (state === "succeeded") continue;
    life.met.push(`retried from ${state}`);
    await world.clock.run(retryRun(world.ctx, { id }));
  }
  await checkAll(
    life,
    await ended(
      world,
      runs.map(({ id }) => ({ run: id })),
    ),
  );
}

/** In calm weather everything comes to a good end, and nothing is missing or doubled. */
async function checkAll({ world, violations }: Life, runs: RunDetail[]): Promise<void> {
  for (const run of runs) {
    if (run.state !== "succeeded") {
      violations.push(`${run.id} did not succeed in calm weather: ${run.error?.message}`);
      continue;
    }
    const { input } = await runRow(world.ctx, run.id);
    violations.push(...(await complete(world, run.id, (input as { desired: DesiredTenant }).desired)));
  }
}

/** What is as described is left alone. */
async function sameAgain(life: Life, file: FileOptions): Promise<void> {
  const { world, violations } = life;
  const writes = world.fake.ledger.writes().length;
  const [run] = await ended(world, await apply(world, [file]));
  if (run?.result !== "unchanged") violations.push(`the same again was ${run?.state}, ${run?.result}`);
  const more = world.fake.ledger.writes().length - writes;
  if (more > 0) violations.push(`the same again wrote ${more} times on the platform`);
}
