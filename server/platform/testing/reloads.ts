import type { StepError } from "@/db/schema";
import { missing, platformError } from "../errors";
import type { DataModel } from "../model";
import type {
  ApplyScriptSpec,
  Call,
  Effect,
  GenerationFacts,
  ReloadLogLine,
  ReloadStatus,
  StartReloadSpec,
} from "../port";
import { chance } from "./faults";
import type { LedgerEntry } from "./ledger";
import type { FakeObjects } from "./objects";

/** What a reload of the fake brings to light. */
export interface FakeGeneration {
  rows: number;
  bytes?: number;
  /** By default one table per declaration, without loops. */
  model?: DataModel;
  /** Measure → value; any other measure answers the number of rows. */
  measures?: Record<string, number>;
  /** The reload fails with this instead. */
  failure?: StepError;
}

export type FakeData = (of: {
  tenant: string;
  app: string;
  reload: string;
  script: Omit<ApplyScriptSpec, "app">;
}) => FakeGeneration;

interface FakeReload {
  app: string;
  generation: string;
  attempt: number;
  /** Answers to `reloadStatus` until it ends. */
  polls: number;
  /** Poll at which its process turns out to be gone; never, if 0. */
  diesAt: number;
  state: ReloadStatus["state"];
  interrupted: boolean;
  error?: StepError;
}

/** Reloads of the fake: they get on by being asked about, so no clock can disturb them. */
export class FakeReloads {
  constructor(
    private readonly objects: FakeObjects,
    private readonly data: FakeData,
    private readonly seed: number,
    private readonly interruptions: number,
  ) {}

  start(call: Call, input: StartReloadSpec, entry: LedgerEntry): Effect {
    const tenant = call.tenant.id;
    if (!this.objects.get(tenant, "script", input.app)?.value)
      throw missing("script", input.app, "applyScript");
    const there = this.find(tenant, input.reload);
    if (there && there.app !== input.app)
      throw platformError("platform.conflict", `Reload ${input.reload} is another app's.`);
    if (there && !there.interrupted && ["queued", "running", "succeeded"].includes(there.state))
      return this.objects.get(tenant, "reload", input.reload)?.by === call.key ? "created" : "found";
    const attempt = (there?.attempt ?? 0) + 1;
    const luck = `${this.seed}|${tenant}|${input.reload}|${attempt}`;
    const polls = 1 + Math.floor(chance(`${luck}|polls`) * 4);
    const dies = attempt <= 2 && chance(`${luck}|dies`) < this.interruptions;
    const reload: FakeReload = {
      app: input.app,
      generation: input.generation,
      attempt,
      polls,
      diesAt: dies ? polls : 0,
      state: "queued",
      interrupted: false,
    };
    this.save(tenant, input.reload, reload, call.key, entry);
    return there ? "found" : "created";
  }

  status(tenant: string, id: string, entry: LedgerEntry): ReloadStatus {
    const reload = this.find(tenant, id);
    if (!reload) throw missing("reload", id, "startReload");
    if (["queued", "running"].includes(reload.state) && !reload.interrupted)
      this.advance(tenant, id, reload, entry);
    const now = this.find(tenant, id) ?? reload;
    if (now.state !== "succeeded")
      return {
        state: now.state,
        ...(now.interrupted ? { interrupted: true } : {}),
        ...(now.error ? { error: now.error } : {}),
      };
    const facts = this.generation(tenant, now.generation);
    return { state: "succeeded", ...(facts ? { generation: { ...facts.facts } } : {}) };
  }

  cancel(tenant: string, id: string, entry: LedgerEntry): void {
    const reload = this.find(tenant, id);
    if (reload && ["queued", "running"].includes(reload.state))
      this.save(
        tenant,
        id,
        { ...reload, state: "cancelled", interrupted: false },
        this.by(tenant, id),
        entry,
      );
  }

  log(tenant: string, id: string, after: number): ReloadLogLine[] {
    const reload = this.find(tenant, id);
    if (!reload) throw missing("reload", id, "startReload");
    const at = new Date(0).toISOString();
    const messages = [`attempt ${reload.attempt}`, reload.state];
    return messages
      .map((message, i) => ({ seq: i + 1, at, level: "info" as const, source: "fake", message }))
      .filter((l) => l.seq > after);
  }

  /** Stops it and takes its generation away, unless that is published. */
  takeBack(call: Call, input: StartReloadSpec, by: string, entry: LedgerEntry): void {
    const tenant = call.tenant.id;
    if (this.by(tenant, input.reload) !== by) return;
    const published = this.objects.get(tenant, "published", input.app)?.value as
      | { generation: string }
      | null
      | undefined;
    if (published?.generation === input.generation) return;
    this.objects.takeBack(tenant, "staged", input.app, by, entry);
    this.objects.remove(tenant, "generation", input.generation, entry);
    this.objects.remove(tenant, "reload", input.reload, entry);
  }

  /** All generations and reloads of an app. */
  removeApp(tenant: string, app: string, entry: LedgerEntry): void {
    for (const kind of ["generation", "reload"])
      for (const { key, held } of this.objects.list(tenant, kind))
        if ((held.value as { app: string }).app === app) this.objects.remove(tenant, kind, key, entry);
  }

  generation(
    tenant: string,
    id: string,
  ): {
    app: string;
    facts: GenerationFacts;
    measures: Record<string, number>;
  } | null {
    return (this.objects.get(tenant, "generation", id)?.value ?? null) as ReturnType<
      FakeReloads["generation"]
    >;
  }

  private advance(tenant: string, id: string, reload: FakeReload, entry: LedgerEntry): void {
    const by = this.by(tenant, id);
    const next: FakeReload = { ...reload, polls: reload.polls - 1, state: "running" };
    const dies = reload.diesAt > 0 && reload.polls <= reload.diesAt;
    if (dies) this.save(tenant, id, { ...next, interrupted: true }, by, entry);
    else if (next.polls > 0) this.save(tenant, id, next, by, entry);
    else this.finish(tenant, id, next, entry);
  }

  private finish(tenant: string, id: string, reload: FakeReload, entry: LedgerEntry): void {
    const by = this.by(tenant, id);
    const { app, generation } = reload;
    const script = this.objects.get(tenant, "script", app)?.value as Omit<ApplyScriptSpec, "app">;
    const made = this.data({ tenant, app, reload: id, script });
    if (!made.failure) {
      const facts = factsOf(generation, made, script);
      const value = { app, facts, measures: made.measures ?? {} };
      this.objects.put(tenant, { kind: "generation", key: generation, value }, by, entry);
      this.objects.put(tenant, { kind: "staged", key: app, value: { generation } }, by, entry);
    }
    const ended: FakeReload = made.failure
      ? { ...reload, state: "failed", error: made.failure }
      : { ...reload, state: "succeeded" };
    this.save(tenant, id, ended, by, entry);
  }

  private find(tenant: string, id: string): FakeReload | null {
    return (this.objects.get(tenant, "reload", id)?.value ?? null) as FakeReload | null;
  }

  private by(tenant: string, id: string): string {
    return this.objects.get(tenant, "reload", id)?.by ?? "";
  }

  private save(tenant: string, id: string, reload: FakeReload, by: string, entry: LedgerEntry): void {
    const owner = this.by(tenant, id) || by;
    this.objects.put(tenant, { kind: "reload", key: id, value: reload }, owner, entry);
  }
}

function factsOf(id: string, made: FakeGeneration, script: Omit<ApplyScriptSpec, "app">): GenerationFacts {
  const model = made.model ?? declaredModel(script, made.rows);
  const bytes = made.bytes ?? made.rows * 20;
  return { id, rows: made.rows, bytes, sha256: id, keyId: "fake", engine: "fake", model };
}

function declaredModel(script: Omit<ApplyScriptSpec, "app">, rows: number): DataModel {
  const names = [...new Set(script.tables.flatMap((t) => t.columns.map((c) => c.name)))];
  return {
    tables: script.tables.map((t) => ({ name: t.name, rows, fields: t.columns.map((c) => c.name) })),
    fields: names.map((name) => {
      const tables = script.tables.filter((t) => t.columns.some((c) => c.name === name)).map((t) => t.name);
      return { name, type: "text" as const, tables, distinct: rows, key: tables.length > 1 };
    }),
    associations: [],
    loops: [],
    syntheticKeys: [],
  };
}
