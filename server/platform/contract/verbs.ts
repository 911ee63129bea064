import { expect, test } from "vitest";
import type { Effect, Outcome, Platform, Verb } from "../port";
import { type PlatformHarness, refused, SECRET, World } from "./world";

interface Case {
  name: keyof Platform;
  /** Runs the steps that must come before. */
  before(w: World): Promise<void>;
  verb(
    p: Platform,
  ): { apply(call: ReturnType<World["call"]>, input: never): Promise<Outcome> } & Verb<never, unknown>;
  first(w: World): unknown;
  /** The same natural key, another content; null where there is none to change. */
  second: ((w: World) => unknown) | null;
}

const tenantOnly = async (w: World) => {
  await w.platform.createTenant.apply(w.call(), w.tenantSpec());
};

function verb<I>(
  name: keyof Platform,
  pick: (p: Platform) => Verb<I>,
  inputs: { first(w: World): I; second: ((w: World) => I) | null; before?: (w: World) => Promise<void> },
): Case {
  const { before = tenantOnly, ...rest } = inputs;
  return { name, verb: pick as Case["verb"], before, ...rest };
}

const jwk = { kty: "RSA", n: "abc", e: "AQAB" };
const key = (kid: string) => ({ kid, publicJwk: jwk, from: "2026-01-01T00:00:00Z" });

const CASES: Case[] = [
  verb("createTenant", (p) => p.createTenant, {
    first: (w) => w.tenantSpec(),
    second: (w) => w.tenantSpec({ name: "Acme Ltd" }),
    before: async () => {},
  }),
  verb("configureIdentity", (p) => p.configureIdentity, {
    first: () => ({ keys: [key("k1")] }),
    second: () => ({ keys: [key("k1"), key("k2")] }),
  }),
  verb("assignLicence", (p) => p.assignLicence, {
    first: (w) => w.licence(),
    second: (w) => w.licence({ apps: 9 }),
  }),
  verb("ensureGroups", (p) => p.ensureGroups, {
    first: () => ({ names: ["Sales", "Finance"] }),
    second: null,
  }),
  verb("ensureSpaces", (p) => p.ensureSpaces, {
    first: (w) => ({ spaces: [w.space(), w.space({ name: "Staging", kind: "shared" })] }),
    second: (w) => {
      const rights = { Sales: "view" as const };
      return { spaces: [w.space({ rights }), w.space({ name: "Staging", kind: "shared", rights })] };
    },
    before: async (w) => {
      await tenantOnly(w);
      await w.platform.ensureGroups.apply(w.call(), { names: ["Sales"] });
    },
  }),
  verb("ensureMembers", (p) => p.ensureMembers, {
    first: (w) => ({ members: [w.member()] }),
    second: (w) => ({ members: [w.member({ email: "A@acme.test", role: "author" })] }),
  }),
  verb("putConnections", (p) => p.putConnections, {
    first: (w) => ({ connections: [w.harness.connection()] }),
    second: (w) => ({ connections: [{ ...w.harness.connection(), secretHmac: "other" }] }),
  }),
  verb("importApp", (p) => p.importApp, {
    first: (w) => w.appSpec(),
    second: (w) => w.appSpec({ version: "1.1.0", contentHash: "h2" }),
  }),
  verb("applyScript", (p) => p.applyScript, {
    first: (w) => w.script(),
    second: (w) => w.script("orders", [{ column: "country", op: "=", value: "DE" }]),
    before: async (w) => {
      await tenantOnly(w);
      await w.platform.putConnections.apply(w.call(), { connections: [w.harness.connection()] });
      await w.platform.importApp.apply(w.call(), w.appSpec());
    },
  }),
  verb("schedule", (p) => p.schedule, {
    first: (w) => ({ app: w.app, schedule: { cron: "0 5 * * *", zone: "Europe/Berlin" } }),
    second: (w) => ({ app: w.app, schedule: { cron: "0 6 * * *", zone: "Europe/Berlin" } }),
    before: async (w) => {
      await tenantOnly(w);
      await w.platform.importApp.apply(w.call(), w.appSpec());
    },
  }),
  verb("suspend", (p) => p.suspend, { first: () => ({}), second: null }),
];

/** Idempotence and undo of every verb that writes state. */
export function verbSuite(open: () => PlatformHarness): void {
  const stage = async (c: Case) => {
    const w = new World(open());
    await c.before(w);
    const v = c.verb(w.platform);
    const apply = (input: unknown, call = w.call()) => v.apply(call, input as never);
    const undo = (input: unknown, outcome: Outcome | null, call = w.call()) =>
      v.undo(call, input as never, outcome as never);
    const effect = async (input: unknown): Promise<Effect> => (await apply(input)).effect;
    return { w, apply, undo, effect };
  };

  test.each(CASES)("$name: created, then found, then changed", async (c) => {
    const { w, effect } = await stage(c);
    expect(await effect(c.first(w))).toBe("created");
    expect(await effect(c.first(w))).toBe("found");
    if (!c.second) return;
    expect(await effect(c.second(w))).toBe("changed");
    expect(await effect(c.second(w))).toBe("found");
  });

  test.each(CASES)("$name: the same step again, after a lost reply, tells the same", async (c) => {
    const { w, apply } = await stage(c);
    const step = w.call();
    const first = await apply(c.first(w), step);
    const again = await apply(c.first(w), { ...step, attempt: 2 });
    expect(again).toMatchObject({ remoteId: first.remoteId, effect: "created" });
  });

  test.each(CASES)("$name: undo removes what the step created, once or twice", async (c) => {
    const { w, apply, undo, effect } = await stage(c);
    const outcome = await apply(c.first(w));
    await undo(c.first(w), outcome);
    await undo(c.first(w), outcome);
    expect(await effect(c.first(w))).toBe("created");
  });

  test.each(CASES)("$name: undo leaves alone what the step only found", async (c) => {
    const { w, apply, undo, effect } = await stage(c);
    await apply(c.first(w));
    await undo(c.first(w), await apply(c.first(w)));
    expect(await effect(c.first(w))).toBe("found");
  });

  test.each(CASES)("$name: undo without an outcome takes back the step by its key", async (c) => {
    const { w, apply, undo, effect } = await stage(c);
    const step = w.call();
    await apply(c.first(w), step);
    await undo(c.first(w), null, w.call());
    await undo(c.first(w), null, step);
    expect(await effect(c.first(w))).toBe("created");
  });

  test.each(CASES.filter((c) => c.second))("$name: undo restores what the step changed", async (c) => {
    const { w, apply, undo, effect } = await stage(c);
    await apply(c.first(w));
    const input = c.second?.(w);
    const outcome = await apply(input);
    expect(JSON.stringify(outcome)).not.toContain(SECRET);
    await undo(input, outcome);
    expect(await effect(c.first(w))).toBe("found");
  });

  test.each(CASES.filter((c) => c.second))(
    "$name: undo leaves alone what somebody has changed since",
    async (c) => {
      const { w, apply, undo, effect } = await stage(c);
      const outcome = await apply(c.first(w));
      await apply(c.second?.(w));
      await undo(c.first(w), outcome);
      expect(await effect(c.second?.(w))).toBe("found");
    },
  );

  test.each(CASES)("$name: does nothing once its step was aborted", async (c) => {
    const { w, apply, effect } = await stage(c);
    await expect(apply(c.first(w), { ...w.call(), signal: AbortSignal.abort() })).rejects.toThrow();
    expect(await effect(c.first(w))).toBe("created");
  });

  test.each(CASES.filter((c) => c.name !== "createTenant"))(
    "$name: refuses a tenant that is not there",
    async (c) => {
      const w = new World(open());
      const v = c.verb(w.platform);
      await refused(v.apply(w.call(), c.first(w) as never), "platform.not_found");
    },
  );

  test("a step that adds to a set tells changed, and its undo keeps the rest", async () => {
    const w = new World(open());
    await tenantOnly(w);
    const { ensureGroups } = w.platform;
    await ensureGroups.apply(w.call(), { names: ["Sales"] });
    const outcome = await ensureGroups.apply(w.call(), { names: ["Sales", "Finance"] });
    expect(outcome.effect).toBe("changed");
    await ensureGroups.undo(w.call(), { names: ["Sales", "Finance"] }, outcome);
    expect((await ensureGroups.apply(w.call(), { names: ["Sales"] })).effect).toBe("found");
    expect((await ensureGroups.apply(w.call(), { names: ["Finance"] })).effect).toBe("created");
  });

  test("a schedule of null takes the schedule away, and undo brings it back", async () => {
    const w = new World(open());
    await tenantOnly(w);
    await w.platform.importApp.apply(w.call(), w.appSpec());
    const daily = { app: w.app, schedule: { cron: "0 5 * * *", zone: "UTC" } };
    const none = { app: w.app, schedule: null };
    expect((await w.platform.schedule.apply(w.call(), none)).effect).toBe("found");
    await w.platform.schedule.apply(w.call(), daily);
    const outcome = await w.platform.schedule.apply(w.call(), none);
    expect(outcome.effect).toBe("changed");
    await w.platform.schedule.undo(w.call(), none, outcome);
    expect((await w.platform.schedule.apply(w.call(), daily)).effect).toBe("found");
  });
}
