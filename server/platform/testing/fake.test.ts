import { describe, expect, test } from "vitest";
import { isAppError } from "@/server/shared/errors";
import type { Call, Platform } from "../port";
import { createSimulatedClock } from "./clock";
import { createFakePlatform } from "./fake";
import { createFaultPlan } from "./faults";
import { violations } from "./ledger";

const tenant = { id: "ten_1" };

function call(step: string, attempt: number): Call {
  return { tenant, key: `run_1:1:${step}`, attempt, signal: new AbortController().signal };
}

/** As a workflow would: the same key again after a retryable error. */
async function insist<T>(step: string, work: (call: Call) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work(call(step, attempt));
    } catch (error) {
      if (attempt === 5 || !isAppError(error) || !error.options.retryable) throw error;
    }
  }
}

async function provision(p: Platform) {
  const script = {
    app: "app_1",
    script: "LOAD 1 AS a AUTOGENERATE 1;",
    connections: { main: "shop" },
    parameters: {},
    tables: [{ name: "orders", connection: "main", columns: [{ name: "id" }] }],
    mapping: {},
    files: [],
  };
  const limits = { rows: 1e6, memoryMb: 64, seconds: 60, storageMb: 100 };
  const connection = {
    name: "shop",
    kind: "sqlite",
    properties: {},
    secret: async () => null,
    secretHmac: null,
  };
  const done = {
    tenant: await insist("createTenant", (c) =>
      p.createTenant.apply(c, { slug: "a", name: "A", region: "eu", language: "en" }),
    ),
    groups: await insist("ensureGroups", (c) => p.ensureGroups.apply(c, { names: ["g1", "g2", "g3"] })),
    space: await insist("ensureSpaces", (c) =>
      p.ensureSpaces.apply(c, { spaces: [{ name: "m", kind: "managed", rights: { g1: "view" } }] }),
    ),
    connection: await insist("putConnections", (c) =>
      p.putConnections.apply(c, { connections: [connection] }),
    ),
    app: await insist("importApp", (c) =>
      p.importApp.apply(c, {
        app: "app_1",
        title: "Sales",
        template: "sales",
        version: "1",
        contentHash: "x",
        sheets: [],
      }),
    ),
    script: await insist("applyScript", (c) => p.applyScript.apply(c, script)),
    reload: await insist("startReload", (c) =>
      p.startReload.apply(c, { app: "app_1", reload: "rel_1", generation: "gen_1", limits }),
    ),
  };
  for (let state = ""; state !== "succeeded"; ) {
    const status = await insist("reloadStatus", () => p.reloadStatus(tenant, "rel_1"));
    state = status.state;
    if (status.interrupted)
      await insist("startReload", (c) =>
        p.startReload.apply(c, { app: "app_1", reload: "rel_1", generation: "gen_1", limits }),
      );
  }
  const spec = {
    app: "app_1",
    generation: "gen_1",
    allow: { loops: false, syntheticKeys: false },
    fields: ["id"],
    checks: [],
    maxRows: 1e6,
  };
  await insist("verify", () => p.verify(tenant, spec));
  const publish = { app: "app_1", space: "m", generation: "gen_1", version: "1" };
  const published = await insist("publish", (c) => p.publish.apply(c, publish));
  return { done, published };
}

function world(seed: number) {
  const clock = createSimulatedClock();
  return createFakePlatform({
    seed,
    clock,
    interruptions: 0.3,
    faults: createFaultPlan(seed, { rate: 0.5 }),
  });
}

describe("the fake platform", () => {
  test("a seed replays the same", async () => {
    const [a, b] = [world(7), world(7)];
    await Promise.all([provision(a.platform), provision(b.platform)]);
    expect(a.ledger.entries).toEqual(b.ledger.entries);
    expect(a.ledger.entries.some((e) => e.fault !== "none")).toBe(true);
  });

  test("a retried step says created however its replies were lost, and nothing is doubled", async () => {
    for (let seed = 0; seed < 300; seed++) {
      const fake = world(seed);
      const { done, published } = await provision(fake.platform);
      expect(violations(fake.ledger)).toEqual([]);
      expect(Object.values(done).map((o) => o.effect)).toEqual(Array(7).fill("created"));
      expect(published.effect).toBe("created");
    }
  });

  test("publishing what was never verified is told", async () => {
    const fake = createFakePlatform();
    await provision(fake.platform);
    fake.ledger.entries.splice(
      fake.ledger.entries.findIndex((e) => e.verb === "verify"),
      1,
    );
    expect(violations(fake.ledger)).toHaveLength(1);
  });

  test("a refusal is for good and leaves nothing behind", async () => {
    const fake = createFakePlatform({ faults: createFaultPlan(1, { refusals: 1 }) });
    await expect(provision(fake.platform)).rejects.toMatchObject({ code: "platform.forbidden" });
    expect(fake.snapshot()).toEqual({});
  });

  test("what a step half did before it failed for good can be taken back without its outcome", async () => {
    const fake = createFakePlatform({
      faults: {
        seed: 1,
        next: (s) =>
          s.verb === "ensureGroups" && s.direction === "apply"
            ? { kind: "partial", share: 0.7 }
            : { kind: "none" },
      },
    });
    await fake.platform.createTenant.apply(call("createTenant", 1), {
      slug: "a",
      name: "A",
      region: "eu",
      language: "en",
    });
    const before = fake.snapshot();
    const input = { names: ["g1", "g2", "g3"] };
    await expect(fake.platform.ensureGroups.apply(call("g", 1), input)).rejects.toMatchObject({
      code: "platform.unavailable",
    });
    expect(fake.snapshot()).not.toEqual(before);
    await fake.platform.ensureGroups.undo(call("g", 1), input, null);
    expect(fake.snapshot()).toEqual(before);
  });
});
