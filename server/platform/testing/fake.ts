import type { Clock } from "@/server/shared/clock";
import { contentParts } from "../content";
import { missing, platformError } from "../errors";
import type {
  AppContent,
  ApplyScriptSpec,
  Call,
  Effect,
  ImportAppSpec,
  Outcome,
  Platform,
  PlatformUsage,
  TenantRef,
  Verb,
} from "../port";
import { verifyGeneration } from "../verification";
import { answer, answerBatch, answerValues } from "./answers";
import { createSimulatedClock } from "./clock";
import * as desired from "./desired";
import { type FaultPlan, noFaults } from "./faults";
import { Gate } from "./gate";
import { createLedger, type Ledger, type LedgerEntry } from "./ledger";
import { FakeObjects } from "./objects";
import { type FakeData, FakeReloads } from "./reloads";

export interface FakePlatformOptions {
  /** Name the tenants' rows know it by. Default `fake`. */
  id?: string;
  /** Decides how long reloads take and which die. Default 1. */
  seed?: number;
  faults?: FaultPlan;
  /** Moves by itself where it is a simulated one (the default): slow calls cost no real time. */
  clock?: Clock;
  /** What reloads bring; by default 1,000 rows of the declared tables. */
  data?: FakeData;
  /** Share of reload attempts (the first two of each) whose process dies, 0 to 1. Default 0. */
  interruptions?: number;
}

export interface FakePlatform {
  platform: Platform;
  /** Every call and what it really changed. */
  ledger: Ledger;
  /** Tenant → kind → natural key → value. */
  snapshot(): ReturnType<FakeObjects["snapshot"]>;
}

/**
 * A platform in memory that keeps natural keys like a real one and fails as its fault plan says. Deterministic: the
 * same seed, plan and calls give the same ledger, whatever the order of parallel calls.
 */
export function createFakePlatform(options: FakePlatformOptions = {}): FakePlatform {
  const {
    seed = 1,
    faults = noFaults,
    clock = createSimulatedClock(),
    data = () => ({ rows: 1000 }),
  } = options;
  const objects = new FakeObjects();
  const ledger = createLedger();
  const reloads = new FakeReloads(objects, data, seed, options.interruptions ?? 0);
  const gate = new Gate(ledger, faults, clock, objects);
  const verb = <I>(name: string, table: desired.FakeVerb<I>): Verb<I> => fakeVerb(name, table, gate, objects);
  const generationOf = (tenant: TenantRef, id: string, app: string) => {
    const found = reloads.generation(tenant.id, id);
    if (found?.app !== app) throw missing("generation", id, "startReload");
    return found;
  };
  const pointer = (tenant: TenantRef, app: string, which: "published" | "staged") => {
    const value = objects.get(tenant.id, which, app)?.value as { generation: string } | null | undefined;
    if (!value) throw missing(`${which} app`, app, which === "published" ? "publish" : "startReload");
    return generationOf(tenant, value.generation, app);
  };
  const answering = (tenant: TenantRef, app: string, which: "published" | "staged") => {
    if (objects.get(tenant.id, "suspension", "tenant")?.value)
      throw platformError("platform.forbidden", "The tenant is suspended.");
    return pointer(tenant, app, which);
  };
  const script = verb("applyScript", desired.applyScript);
  const platform: Platform = {
    id: options.id ?? "fake",
    createTenant: {
      apply: verb("createTenant", desired.createTenant).apply,
      undo: (call, _input, outcome) =>
        gate.undo("createTenant", call, (entry) => removeTenant(objects, call, author(call, outcome), entry)),
    },
    configureIdentity: verb("configureIdentity", desired.configureIdentity),
    assignLicence: verb("assignLicence", desired.assignLicence),
    ensureGroups: verb("ensureGroups", desired.ensureGroups),
    ensureSpaces: verb("ensureSpaces", desired.ensureSpaces),
    ensureMembers: verb("ensureMembers", desired.ensureMembers),
    putConnections: verb("putConnections", desired.putConnections),
    importApp: verb("importApp", desired.importApp),
    applyScript: {
      apply: async (call, input) => ({
        ...(await script.apply(call, input)),
        fingerprint: desired.scriptFingerprint(input, desired.worldOf(objects, call.tenant.id)),
      }),
      undo: script.undo,
    },
    publish: verb("publish", desired.publish),
    schedule: verb("schedule", desired.schedule),
    suspend: verb("suspend", desired.suspend),
    resume: verb("resume", desired.resume),
    startReload: {
      apply: (call, input) =>
        gate.apply("startReload", call, 1, (entry) => {
          const effect = reloads.start(call, input, entry);
          const before = { by: call.key };
          return { remoteId: input.reload, reloadId: input.reload, effect, before };
        }),
      undo: (call, input, outcome) =>
        gate.undo("startReload", call, (entry) =>
          reloads.takeBack(call, input, author(call, outcome), entry),
        ),
    },
    remove: (call, input) =>
      gate.apply("remove", call, 1, (entry) => {
        const held = { app: input.apps, published: input.apps, staged: input.apps, script: input.apps };
        const all = { ...held, schedule: input.apps, member: input.members, group: input.groups };
        for (const [kind, keys] of Object.entries({ ...all, connection: input.connections }))
          for (const key of keys) objects.remove(call.tenant.id, kind, key, entry);
        for (const app of input.apps) reloads.removeApp(call.tenant.id, app, entry);
      }),
    reloadStatus: (tenant, id) =>
      gate.read("reloadStatus", tenant, id, (entry) => reloads.status(tenant.id, id, entry)),
    cancelReload: (tenant, id) =>
      gate.read("cancelReload", tenant, id, (entry) => reloads.cancel(tenant.id, id, entry)),
    reloadLog: (tenant, id, after) =>
      gate.read("reloadLog", tenant, id, () => reloads.log(tenant.id, id, after)),
    verify: (tenant, input) =>
      gate.read("verify", tenant, `${input.app}:${input.generation}`, async (entry) => {
        const found = generationOf(tenant, input.generation, input.app);
        const measure = async (c: { measure: string }) => found.measures[c.measure] ?? found.facts.rows;
        const result = await verifyGeneration(input, {
          rows: found.facts.rows,
          model: found.facts.model,
          measure,
        });
        entry.facts = { app: input.app, generation: input.generation, ok: result.ok };
        return result;
      }),
    verifyPublished: (tenant, input) =>
      gate.read("verifyPublished", tenant, `${input.app}:${input.generation}`, (entry) => {
        const ok = pointer(tenant, input.app, "published").facts.id === input.generation;
        entry.facts = { ...input, ok };
        const message = ok
          ? {}
          : { message: `The published app answers from another generation than ${input.generation}.` };
        return { ok, checks: [{ name: "published", ok, value: input.generation, ...message }] };
      }),
    content: (tenant, { app }) => gate.read("content", tenant, app, () => contentOf(objects, tenant.id, app)),
    usage: (tenant) => gate.read("usage", tenant, "usage", () => usageOf(objects, reloads, tenant.id)),
    query: (tenant, app, query, which = "published") =>
      gate.read("query", tenant, app, () => answer(query, answering(tenant, app, which))),
    fieldValues: (tenant, app, query) =>
      gate.read("fieldValues", tenant, app, () => answerValues(query, answering(tenant, app, "published"))),
    ask: (tenant, app, batch) =>
      gate.read("ask", tenant, app, () => answerBatch(batch, answering(tenant, app, "published"))),
    model: (tenant, app) =>
      gate.read("model", tenant, app, () => answering(tenant, app, "published").facts.model),
    deleteTenant: (tenant) =>
      gate.read("deleteTenant", tenant, "tenant", (entry) => objects.removeTenant(tenant.id, entry), false),
  };
  return { platform, ledger, snapshot: () => objects.snapshot() };
}

function fakeVerb<I>(name: string, table: desired.FakeVerb<I>, gate: Gate, objects: FakeObjects): Verb<I> {
  return {
    apply: (call, input) => {
      const world = desired.worldOf(objects, call.tenant.id);
      const items = table.items(input, call, world);
      return gate.apply(name, call, items.length, (entry, allowed) => {
        table.check?.(input, world);
        if (isPublish(input)) entry.facts = { app: input.app, generation: input.generation, ok: true };
        const effects = items
          .slice(0, allowed)
          .map((item) => objects.put(call.tenant.id, item, call.key, entry));
        if (allowed < items.length)
          throw platformError("platform.unavailable", `${name} did ${allowed} of ${items.length}.`);
        const first =
          items.length === 1 && items[0] ? objects.get(call.tenant.id, items[0].kind, items[0].key) : null;
        return {
          remoteId: first?.id ?? `${call.tenant.id}/${name}`,
          effect: together(effects),
          before: { by: call.key },
          message: `${items.length} wanted, ${effects.filter((e) => e !== "found").length} written`,
        };
      });
    },
    undo: (call, input, outcome) =>
      gate.undo(name, call, (entry) => {
        for (const item of table.items(input, call, desired.worldOf(objects, call.tenant.id)).reverse())
          objects.takeBack(call.tenant.id, item.kind, item.key, author(call, outcome), entry);
      }),
  };
}

/** In memory nothing is lost: a file is what it was given as. */
function contentOf(objects: FakeObjects, tenant: string, app: string): AppContent {
  const imported = objects.get(tenant, "app", app)?.value as Omit<ImportAppSpec, "app"> | null | undefined;
  if (!imported) throw missing("app", app, "importApp");
  const script = objects.get(tenant, "script", app)?.value as ApplyScriptSpec | null | undefined;
  const { template, version, sheets } = imported;
  const files = (script?.files ?? []).map(({ path, sha256 }) => ({
    ...{ kind: "file" as const, name: path, bytes: 0, sha256 },
  }));
  const parts = contentParts({ script: script?.script ?? "", sheets });
  return { template, version, parts: [...files, ...parts.filter(({ kind }) => script || kind !== "script")] };
}

function usageOf(objects: FakeObjects, reloads: FakeReloads, tenant: string): PlatformUsage {
  const facts = (id: string) => reloads.generation(tenant, id)?.facts;
  const live = objects.list(tenant, "published").map((p) => p.held.value as { generation: string });
  const stored = objects.list(tenant, "generation");
  return {
    rows: live.reduce((n, p) => n + (facts(p.generation)?.rows ?? 0), 0),
    bytes: stored.reduce((n, g) => n + (facts(g.key)?.bytes ?? 0), 0),
    apps: objects.list(tenant, "app").length,
  };
}

/** Everything in it goes with the tenant, but never somebody else's apps. */
function removeTenant(objects: FakeObjects, call: Call, by: string, entry: LedgerEntry): void {
  const tenant = call.tenant.id;
  const held = objects.get(tenant, "tenant", tenant);
  if (held?.by !== by) return;
  if (held.before) {
    objects.takeBack(tenant, "tenant", tenant, by, entry);
    return;
  }
  const apps = objects.list(tenant, "app").map((a) => a.key);
  if (apps.length > 0)
    throw platformError("platform.conflict", `The tenant still has apps (${apps.join(", ")}); it was kept.`);
  objects.removeTenant(tenant, entry);
}

function isPublish(input: unknown): input is { app: string; generation: string } {
  return typeof input === "object" && input !== null && "space" in input && "generation" in input;
}

function together(effects: Effect[]): Effect {
  if (effects.every((e) => e === "found")) return "found";
  return effects.every((e) => e === "created") ? "created" : "changed";
}

/** Key of the call to take back; of this very step where its outcome never arrived. */
function author(call: Call, outcome: Outcome | null): string {
  const before = outcome?.before as { by?: string } | undefined;
  return before?.by ?? call.key;
}
