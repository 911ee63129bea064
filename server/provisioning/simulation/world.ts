import { testStore } from "@/db/factories";
import type { Platform } from "@/server/platform/port";
import {
  createFakePlatform,
  type FakePlatform,
  type FakePlatformOptions,
} from "@/server/platform/testing/fake";
import { chance, type FaultPlan } from "@/server/platform/testing/faults";
import { createSourceReach } from "@/server/settings/source-reach";
import { type Context, type Services, systemContext } from "@/server/shared/context";
import { sha256 } from "@/server/shared/crypto";
import { idsFrom } from "@/server/shared/ids";
import { createKeyring } from "@/server/shared/keyring.store";
import { silentLogger } from "@/server/shared/logger";
import { importTemplateSource } from "@/server/templates";
import { createSqliteWorkflows } from "@/server/workflows/sqlite";
import { registerProvisioning } from "..";
import { VirtualClock } from "./clock";
import { simulatedTemplate } from "./template";

/** Faults that can be switched off, when the world calms down. */
export interface Weather extends FaultPlan {
  calm: boolean;
}

export function weather(plan: FaultPlan): Weather {
  const own: Weather = {
    seed: plan.seed,
    calm: false,
    next: (site) => (own.calm ? { kind: "none" } : plan.next(site)),
  };
  return own;
}

export interface World {
  services: Services;
  ctx: Context;
  clock: VirtualClock;
  fake: FakePlatform;
  /** Everything that can be seen from outside, in order: calls, states of tenants. */
  trace: string[];
  close(): Promise<void>;
}

/** A portal in memory on the fake platform: the real store, driver, nouns and workflows; time and chance are ours. */
export async function createWorld(seed: number, options: FakePlatformOptions = {}): Promise<World> {
  const restoreIds = idsFrom(seededBytes(seed));
  const clock = new VirtualClock();
  const store = await testStore();
  const fake = createFakePlatform({ seed, clock, ...options });
  const trace: string[] = [];
  const platform = observed(fake.platform, trace);
  let drawn = 0;
  const workflows = createSqliteWorkflows({
    store,
    clock,
    log: silentLogger,
    random: () => chance(`${seed}|jitter|${drawn++}`),
  });
  const services: Services = {
    store: { ...store, tx: (body) => store.tx(body).finally(() => watch()) },
    clock,
    log: silentLogger,
    workflows,
    keyring: createKeyring("a master secret for simulations only", { store, clock }),
    platform: () => platform,
    tools: {
      connectionTester: {
        parse: (_kind, properties) => properties,
        paths: () => [],
        anchored: (_kind, properties) => properties,
        test: neverTested,
      },
      schemaBrowser: { forms: () => [], open: neverTested },
      checkScript: () => [],
      scriptLanguage: { functions: [], keywords: [] },
      fileGrants: { of: () => [], remember: () => undefined },
      sourceReach: createSourceReach({ hosts: [], folders: [] }),
    },
    dataFolder: "/nonexistent",
  };
  const states = new Map<string, string>();
  let watching: Promise<void> = Promise.resolve();
  function watch(): void {
    watching = watching.then(async () => {
      const t = store.tables.tenants;
      for (const { id, state } of await store.read.select({ id: t.id, state: t.state }).from(t)) {
        if (states.get(id) !== state) trace.push(`tenant ${id} ${state}`);
        states.set(id, state);
      }
    });
  }
  registerProvisioning(services);
  const ctx = systemContext(services, "simulation");
  for (const id of ["sales", "stock"])
    for (const version of ["1.0.0", "1.1.0"]) await importTemplateSource(ctx, simulatedTemplate(id, version));
  await clock.run(workflows.launch());
  return {
    services,
    ctx,
    clock,
    fake,
    trace,
    async close() {
      await clock.run(workflows.drain(1));
      await watching;
      await store.close();
      restoreIds();
    },
  };
}

async function neverTested(): Promise<never> {
  throw new Error("nothing is tested in a simulation");
}

/** Bytes that depend on the seed and on how many were taken before. */
function seededBytes(seed: number): (count: number) => Uint8Array {
  let taken = 0;
  return (count) => Buffer.from(sha256(`${seed}|ids|${taken++}`), "hex").subarray(0, count);
}

/** Notes in the trace what was asked of the platform and how it answered. */
function observed(platform: Platform, trace: string[]): Platform {
  const note = <A extends unknown[], R>(name: string, work: (...args: A) => Promise<R>) => {
    return async (...args: A): Promise<R> => {
      try {
        const answer = await work(...args);
        trace.push(`${name} ${subject(args)} ok`);
        return answer;
      } catch (error) {
        trace.push(`${name} ${subject(args)} ${(error as { code?: string }).code ?? "error"}`);
        throw error;
      }
    };
  };
  const entries = Object.entries(platform).map(([name, member]) => {
    if (typeof member === "function") return [name, note(name, member.bind(platform))];
    if (typeof member !== "object" || member === null || !("apply" in member)) return [name, member];
    const { apply, undo } = member;
    return [name, { apply: note(name, apply as never), undo: note(`undo ${name}`, undo as never) }];
  });
  return Object.fromEntries(entries) as Platform;
}

function subject(args: unknown[]): string {
  const [call, input] = args as [
    { key?: string; id?: string; tenant?: { id: string } },
    { app?: string } | undefined,
  ];
  return [call.tenant?.id ?? call.id, input?.app].filter(Boolean).join("/");
}
