import fc from "fast-check";
import { expect, test } from "vitest";
import type { Call, MemberSpec, Outcome, Platform } from "@/server/platform/port";
import { createFakePlatform } from "@/server/platform/testing/fake";
import { createMemoryState } from "@/server/platform/testing/state";
import { isAppError } from "@/server/shared/errors";
import { read } from "./effects";
import { applyScript, importApp } from "./verbs/apps";
import * as settings from "./verbs/settings";
import { createTenant, resume, suspend } from "./verbs/tenant";
import { stateVerb } from "./verbs/verb";

const tenant = { id: "ten_1" };
const never = async () => {
  throw new Error("not asked for");
};

/** The built-in platform's verbs on memory alone: no process, no file. */
function builtin() {
  const state = createMemoryState();
  const generations = {
    put: never,
    open: never,
    size: never,
    delete: never,
    list: async () => [],
    sweep: never,
  };
  const deps = {
    state,
    generations: { ...generations, deleteTenant: async () => {} },
    hosts: { query: never, fieldValues: never, model: never, release: never, stats: never, close: never },
    keyring: { tenantKey: async () => ({ id: "k", bytes: Buffer.alloc(32) }) },
    reloads: { forgetTenant: async () => {} },
    folders: { uploads: "/nowhere" },
  };
  const platform: Pick<Platform, Name> = {
    createTenant: createTenant(deps as unknown as Parameters<typeof createTenant>[0]),
    ensureGroups: stateVerb(state, settings.ensureGroups),
    ensureSpaces: stateVerb(state, settings.ensureSpaces),
    ensureMembers: stateVerb(state, settings.ensureMembers),
    putConnections: stateVerb(state, settings.putConnections),
    importApp: stateVerb(state, importApp),
    applyScript: applyScript(state),
    schedule: stateVerb(state, settings.schedule),
    suspend: stateVerb(state, suspend),
    resume: stateVerb(state, resume),
    assignLicence: stateVerb(state, settings.assignLicence),
  };
  return {
    platform,
    nameOf: async () => (await read(state, tenant.id, "tenant", tenant.id))?.value.name ?? null,
    left: () => new Set(state.dump().flatMap((o) => (isNothing(o[3]) ? [] : [`${o[1]} ${o[2]}`]))),
  };
}

type Name =
  | "createTenant"
  | "ensureGroups"
  | "ensureSpaces"
  | "ensureMembers"
  | "putConnections"
  | "importApp"
  | "applyScript"
  | "schedule"
  | "suspend"
  | "resume"
  | "assignLicence";

const isNothing = (data: unknown) => (data as { value: unknown }).value === null;

const group = fc.constantFrom("g1", "g2", "g3");
const groups = fc.uniqueArray(group, { maxLength: 3 });
const app = fc.constantFrom("app_1", "app_2");
const text = fc.constantFrom("a", "b", "c");
const member = fc.record<MemberSpec>({
  email: fc.constantFrom("x@a.test", "X@a.test", "y@a.test"),
  name: text,
  role: fc.constantFrom("admin", "viewer"),
  groups,
});

const inputs: Record<Name, fc.Arbitrary<unknown>> = {
  createTenant: text.map((name) => ({ slug: "s", name, region: "eu", language: "en" })),
  ensureGroups: groups.map((names) => ({ names })),
  ensureSpaces: fc.tuple(fc.constantFrom("s1", "s2"), groups).map(([name, g]) => ({
    spaces: [{ name, kind: "managed", rights: Object.fromEntries(g.map((x) => [x, "view"])) }],
  })),
  ensureMembers: fc.array(member, { maxLength: 2 }).map((members) => ({ members })),
  putConnections: fc.tuple(fc.constantFrom("c1", "c2"), text).map(([name, secretHmac]) => ({
    connections: [{ name, kind: "sqlite", properties: {}, secret: async () => null, secretHmac }],
  })),
  importApp: fc.tuple(app, text).map(([a, version]) => ({
    app: a,
    title: "T",
    template: "t",
    version,
    contentHash: version,
    sheets: [],
  })),
  applyScript: fc.tuple(app, text, fc.constantFrom("c1", "c2")).map(([a, script, connection]) => ({
    app: a,
    script,
    connections: { main: connection },
    parameters: {},
    tables: [],
    mapping: {},
    files: [],
  })),
  schedule: fc
    .tuple(app, fc.constantFrom("0 1 * * *", null))
    .map(([a, cron]) => ({ app: a, schedule: cron ? { cron, zone: "UTC" } : null })),
  suspend: fc.constant({}),
  resume: fc.constant({}),
  assignLicence: fc.integer({ min: 1, max: 2 }).map((n) => ({
    plan: "p",
    entitlements: {
      apps: n,
      members: n,
      rows: 1,
      reloadsPerDay: 1,
      memoryMb: 1,
      reloadSeconds: 1,
      queryMemoryMb: 1,
      querySeconds: 1,
      storageMb: 1,
    },
  })),
};

type Command =
  | { type: "apply"; verb: Name; input: unknown }
  /** The newest applied step again, as after a lost reply. */
  | { type: "retry" }
  /** An earlier step's undo; without its outcome only for the newest, as after a step that failed for good. */
  | { type: "undo"; step: number; known: boolean };

const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .constantFrom(...(Object.keys(inputs) as Name[]))
      .chain((verb) => inputs[verb].map((input) => ({ type: "apply" as const, verb, input }))),
  },
  { weight: 1, arbitrary: fc.constant({ type: "retry" as const }) },
  {
    weight: 3,
    arbitrary: fc.record({ type: fc.constant("undo" as const), step: fc.nat(5), known: fc.boolean() }),
  },
);

interface Step {
  verb: Name;
  input: unknown;
  key: string;
  outcome: Outcome | null;
}

/** Plays commands on a platform; one line for each: what was answered. */
async function play(platform: Pick<Platform, Name>, commands: Command[]): Promise<string[]> {
  const steps: Step[] = [];
  const said: string[] = [];
  const attempt = async (work: () => Promise<string>) =>
    said.push(await work().catch((e) => (isAppError(e) ? e.code : Promise.reject(e))));
  const callOf = (key: string): Call => ({ tenant, key, attempt: 1, signal: new AbortController().signal });
  const apply = async (step: Step) => {
    const outcome = await platform[step.verb].apply(callOf(step.key), step.input as never);
    step.outcome = outcome;
    return outcome.effect;
  };
  const undo = async (step: Step, known: boolean) => {
    const outcome = (known ? step.outcome : null) as never;
    await platform[step.verb].undo(callOf(step.key), step.input as never, outcome);
    return "undone";
  };
  for (const c of [{ type: "apply" as const, verb: "createTenant" as const, input: first }, ...commands]) {
    if (c.type === "apply") {
      const step = { verb: c.verb, input: c.input, key: `k${steps.length}`, outcome: null };
      steps.push(step);
      await attempt(() => apply(step));
      continue;
    }
    const step = c.type === "retry" ? steps.at(-1) : steps.at(-1 - c.step);
    if (!step) continue;
    if (c.type === "retry") await attempt(() => apply(step));
    else await attempt(() => undo(step, c.known || step !== steps.at(-1)));
  }
  return said;
}

const first = { slug: "s", name: "first", region: "eu", language: "en" };

test("whatever is applied, retried and undone, the built-in platform answers as the fake one", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(command, { maxLength: 30 }), async (commands) => {
      const mine = builtin();
      const fake = createFakePlatform();
      expect(await play(mine.platform, commands)).toEqual(await play(fake.platform, commands));
      const left = Object.entries(fake.snapshot()[tenant.id] ?? {});
      expect(mine.left()).toEqual(
        new Set(left.flatMap(([kind, all]) => Object.keys(all).map((k) => `${kind} ${k}`))),
      );
    }),
    { numRuns: 300 },
  );
});

test("undoing every step in reverse leaves nothing, however often each was retried", async () => {
  const applies = command.filter((c) => c.type !== "undo");
  await fc.assert(
    fc.asyncProperty(fc.array(applies, { maxLength: 15 }), async (commands) => {
      const mine = builtin();
      const count = 1 + commands.filter((c) => c.type === "apply").length;
      const undos = Array.from({ length: count }, (_, step) => ({
        type: "undo" as const,
        step,
        known: true,
      }));
      await play(mine.platform, [...commands, ...undos]);
      expect(mine.left()).toEqual(new Set());
    }),
    { numRuns: 300 },
  );
});

test("a tenant that was changed more often than is remembered stays until what made it is undone", async () => {
  const { platform, nameOf } = builtin();
  const callOf = (key: string): Call => ({ tenant, key, attempt: 1, signal: new AbortController().signal });
  const names = ["first", "a", "b", "c", "d", "e", "f"];
  const steps: { call: Call; input: typeof first; outcome: Outcome }[] = [];
  for (const name of names) {
    const [call, input] = [callOf(`step ${name}`), { ...first, name }];
    steps.push({ call, input, outcome: await platform.createTenant.apply(call, input) });
  }
  for (const { call, input, outcome } of steps.reverse()) {
    expect(await nameOf()).toBe(input.name);
    await platform.createTenant.undo(call, input, outcome);
  }
  expect(await nameOf()).toBeNull();
});
