import type { QueueLimits } from "../port";
import type { Batch } from "./batch";
import type { Engine } from "./engine";
import { RateWindow } from "./rate";
import type { Job } from "./replay";
import type { RunRow, StepRow } from "./rows";

/** Runs at once of a queue without a limit of its own: enough to share commits, few enough for memory. */
export const DEFAULT_CONCURRENCY = 50;

interface Round {
  batch: Batch;
  engine: Engine;
  queue: string;
  limits: QueueLimits;
  room: number;
  names: string;
  now: number;
  /** Tenant → its runs begun, and those of them that hold a worker. */
  tenants: Map<string, { begun: number; active: number }>;
}

/** A queue with runs that had to stay for want of room; `parked` if some of them may have begun before. */
interface Left {
  queue: string;
  parked: boolean;
}

/**
 * Takes what may run now, oldest first within a priority. A limit counts runs that hold a worker; for a tenant it
 * also counts parked ones, except against their own children: two first runs never mix their steps on one tenant.
 * @param look the queues to look at, and whether also for runs that gave their worker up and may go on
 */
export async function claim(
  batch: Batch,
  engine: Engine,
  windows: Map<string, RateWindow>,
  look: { queues: readonly string[]; parked: boolean },
): Promise<{ jobs: Job[]; left: Left[] }> {
  const names = JSON.stringify([...engine.definitions.keys()]);
  const now = engine.clock.now().getTime();
  const rows: RunRow[] = [];
  const left: Left[] = [];
  for (const queue of look.queues) {
    const limits = engine.queues.get(queue) ?? {};
    const [active] = await batch.statements.active.execute({ queue });
    const room = Math.max(0, (limits.concurrency ?? DEFAULT_CONCURRENCY) - (active?.n ?? 0));
    const tenants = limits.perTenant && room ? await countTenants(batch, queue) : new Map();
    const round: Round = { batch, engine, queue, limits, room, names, now, tenants };
    if (room) rows.push(...(await takeAll(round, windows, look.parked)));
    if (round.room === 0 || fullTenants(round, "begun").length) left.push({ queue, parked: look.parked });
  }
  return { jobs: rows.length ? await withHistory(batch, engine, rows) : [], left };
}

async function takeAll(round: Round, windows: Map<string, RateWindow>, parked: boolean): Promise<RunRow[]> {
  const rows: RunRow[] = [];
  if (parked) rows.push(...(await take(round, "parked", Number.POSITIVE_INFINITY)));
  // Handed-back runs have started before: no rate holds them up.
  if (parked && round.limits.rate) rows.push(...(await take(round, "resumed", Number.POSITIVE_INFINITY)));
  rows.push(...(await takeQueued(round, windows)));
  return rows;
}

async function countTenants(batch: Batch, queue: string): Promise<Round["tenants"]> {
  const rows = await batch.statements.tenants.execute({ queue });
  return new Map(rows.map(({ tenant, begun, active }) => [tenant, { begun, active }]));
}

async function takeQueued(round: Round, windows: Map<string, RateWindow>): Promise<RunRow[]> {
  const { engine, batch, now, queue } = round;
  const { rate } = round.limits;
  if (!rate) return take(round, "queued", Number.POSITIVE_INFINITY);
  const window = windows.get(queue) ?? new RateWindow();
  windows.set(queue, window);
  const rows = await take(round, "queued", window.free(rate, now));
  window.started(rows.length, now);
  const next = window.nextFree(rate, now);
  if (next !== null) batch.afterCommit.push(() => engine.dueAt(next));
  return rows;
}

type Kind = "queued" | "resumed" | "parked";

async function take(round: Round, kind: Kind, most: number): Promise<RunRow[]> {
  const { batch, queue, names, now } = round;
  const taken: RunRow[] = [];
  for (;;) {
    const limit = Math.min(round.room, most - taken.length);
    if (limit <= 0) return taken;
    const full = JSON.stringify(fullTenants(round, "active"));
    const fullForRoots = JSON.stringify(fullTenants(round, "begun"));
    const rows = await batch.statements[kind].execute({ queue, names, now, limit, full, fullForRoots });
    const admitted = rows.filter((row) => admit(round, row, kind));
    if (admitted.length) taken.push(...(await hold(round, admitted)));
    // Some were passed over because their tenant has just become full: look behind them.
    if (rows.length < limit || admitted.length === rows.length) return taken;
  }
}

function fullTenants({ tenants, limits }: Round, count: "begun" | "active"): string[] {
  const most = limits.perTenant ?? Number.POSITIVE_INFINITY;
  return [...tenants].filter(([, counts]) => counts[count] >= most).map(([tenant]) => tenant);
}

function admit({ tenants, limits }: Round, row: RunRow, kind: Kind): boolean {
  if (!limits.perTenant || row.tenant === null) return true;
  const counts = tenants.get(row.tenant) ?? { begun: 0, active: 0 };
  const used = kind !== "queued" || row.parentId !== null ? counts.active : counts.begun;
  if (used >= limits.perTenant) return false;
  const begun = kind === "parked" ? counts.begun : counts.begun + 1;
  tenants.set(row.tenant, { begun, active: counts.active + 1 });
  return true;
}

async function hold(round: Round, rows: readonly RunRow[]): Promise<RunRow[]> {
  const { batch, engine, now } = round;
  round.room -= rows.length;
  await batch.statements.claim.execute({
    ids: JSON.stringify(rows.map((row) => row.id)),
    owner: engine.owner,
    now,
  });
  return rows.map((row) => {
    const startedAt = row.startedAt ?? new Date(now);
    const held: RunRow = { ...row, owner: engine.owner, startedAt };
    if (row.state !== "queued") return held;
    held.state = "running";
    batch.runState(held, now);
    return held;
  });
}

async function withHistory(batch: Batch, engine: Engine, rows: readonly RunRow[]): Promise<Job[]> {
  const ids = JSON.stringify(rows.map((row) => row.id));
  const histories = new Map<string, StepRow[]>();
  for (const step of await batch.statements.history.execute({ ids })) {
    const history = histories.get(step.runId);
    if (history) history.push(step);
    else histories.set(step.runId, [step]);
  }
  return rows.flatMap((row) => {
    const definition = engine.definitions.get(row.name);
    return definition ? [{ row, definition, history: histories.get(row.id) ?? [] }] : [];
  });
}
