import { violations } from "@/server/platform/testing/ledger";
import { getRun, type RunDetail } from "@/server/runs";
import type { DesiredTenant } from "../desired";
import type { World } from "./world";

/** What must hold whatever happened: nothing doubled, nothing published unverified, nobody active too early. */
export function lasting(world: World): string[] {
  return [...violations(world.fake.ledger), ...activeTooEarly(world.trace)];
}

/** A tenant becomes active only when the last question to each app it published was answered well. */
function activeTooEarly(trace: string[]): string[] {
  const found: string[] = [];
  const unanswered = new Map<string, string>();
  for (const [i, line] of trace.entries()) {
    const [verb, subject = "", outcome] = line.split(" ");
    const tenant = subject.split("/")[0] ?? "";
    if (verb === "publish" && outcome === "ok") unanswered.set(subject, tenant);
    if (verb === "verifyPublished" && outcome === "ok") unanswered.delete(subject);
    if (verb === "undo") for (const [app, of] of unanswered) if (of === tenant) unanswered.delete(app);
    const waiting = [...unanswered].filter(([, of]) => of === tenant).map(([app]) => app);
    if (verb === "tenant" && outcome === "active" && waiting.length > 0)
      found.push(`line ${i}: ${tenant} is active, but ${waiting.join(", ")} has not answered yet`);
  }
  return found;
}

export function flat(run: RunDetail): RunDetail[] {
  return [run, ...run.children.flatMap(flat)];
}

/** No step after a failed one, in the run and in each of its children. */
export function stepOrder(run: RunDetail): string[] {
  return flat(run).flatMap(({ id, steps }) => {
    const first = steps.findIndex((s) => s.state === "failed");
    const later = first < 0 ? [] : steps.slice(first + 1).filter((s) => s.kind !== "child");
    return later.map((s) => `${id}: ${s.name} ran after ${steps[first]?.name} had failed`);
  });
}

/** A run that ended well: everything it names is there, once, and what is published is what was verified. */
export async function complete(world: World, runId: string, desired: DesiredTenant): Promise<string[]> {
  const { store } = world.services;
  const { tenants, members, groups, connections, apps } = store.tables;
  const run = await getRun(world.ctx, { id: runId });
  const found: string[] = [];
  const expect = (what: string, actual: unknown, wanted: unknown) => {
    const [a, w] = [JSON.stringify(actual), JSON.stringify(wanted)];
    if (a !== w) found.push(`${desired.slug}: ${what} is ${a}, not ${w}`);
  };
  const tenant = (await store.read.select().from(tenants)).find((t) => t.slug === desired.slug);
  if (!tenant) return [`${desired.slug} does not exist`];
  const mine = <T extends { tenantId: string }>(rows: T[]) => rows.filter((r) => r.tenantId === tenant.id);
  const held = world.fake.snapshot()[tenant.id] ?? {};
  const sorted = (list: string[]) => [...list].sort();
  expect("state", [tenant.state, tenant.problem, run.state], ["active", null, "succeeded"]);
  expect(
    "members",
    sorted(mine(await store.read.select().from(members)).map((m) => m.email)),
    sorted(desired.members.map((m) => m.email)),
  );
  expect(
    "groups",
    sorted(mine(await store.read.select().from(groups)).map((g) => g.name)),
    sorted(desired.groups),
  );
  expect("platform groups", sorted(Object.keys(held.group ?? {})), sorted(desired.groups));
  expect(
    "platform members",
    sorted(Object.keys(held.member ?? {})),
    sorted(desired.members.map((m) => m.email)),
  );
  const names = sorted(desired.connections.map((c) => c.name));
  expect("connections", sorted(mine(await store.read.select().from(connections)).map((c) => c.name)), names);
  const rows = mine(await store.read.select().from(apps));
  expect("apps", sorted(rows.map((a) => a.templateId)), sorted(desired.apps.map((a) => a.template)));
  expect("platform apps", sorted(Object.keys(held.app ?? {})), sorted(rows.map((a) => a.id)));
  for (const app of rows) {
    const wish = desired.apps.find((a) => a.template === app.templateId);
    const published = held.published?.[app.id] as { generation: string; version: string } | undefined;
    if (!wish?.publish) continue;
    expect(`${app.templateId} published`, published?.generation, app.publishedGenerationId);
    expect(
      `${app.templateId} version`,
      [published?.version, app.publishedVersion],
      [wish.version, wish.version],
    );
    expect(
      `${app.templateId} script`,
      (held.script?.[app.id] as { mapping: unknown } | undefined)?.mapping,
      wish.tables,
    );
  }
  return found;
}

/** What of a tenant counts when an undo says that it restored it: the platform's objects and our rows. */
export async function picture(world: World): Promise<string> {
  const { store } = world.services;
  const { tenants, members, groups, connections, apps, generations, workflowSchedules } = store.tables;
  const all = world.fake.snapshot();
  const things = {
    platform: all,
    tenants: (await store.read.select().from(tenants)).map(({ slug, name, plan, desiredHash, state }) => ({
      slug,
      name,
      plan,
      desiredHash,
      state,
    })),
    members: (await store.read.select().from(members)).map(({ email, role, groups: g }) => ({
      email,
      role,
      g,
    })),
    groups: (await store.read.select().from(groups)).map((g) => g.name),
    connections: (await store.read.select().from(connections)).map(({ name, kind, properties, secret }) => ({
      name,
      kind,
      properties,
      secret,
    })),
    apps: (await store.read.select().from(apps)).map(({ createdAt: _c, updatedAt: _u, ...app }) => app),
    generations: (await store.read.select().from(generations)).map((g) => g.id),
    schedules: (await store.read.select().from(workflowSchedules)).map(({ id, cron, zone }) => ({
      id,
      cron,
      zone,
    })),
  };
  const order = (v: unknown): unknown => (Array.isArray(v) ? [...v].map((x) => JSON.stringify(x)).sort() : v);
  return JSON.stringify(Object.fromEntries(Object.entries(things).map(([k, v]) => [k, order(v)])), null, 1);
}
