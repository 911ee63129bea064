import { tenantApps } from "@/server/apps";
import { append } from "@/server/audit";
import { scope } from "@/server/auth";
import { revokeSessions } from "@/server/embeds";
import { insertRun, launchRun, recordRun } from "@/server/runs";
import { type Context, type Services, systemContext } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { getTenantRow, setTenantState } from "@/server/tenants";
import type { WorkflowRun, WorkflowScope } from "@/server/workflows/port";
import { explain } from "./explain";
import { nameOf } from "./name-of";
import type { Room, StepResult } from "./room";
import { putOnClock } from "./schedule";
import { verbStep } from "./verb-step";

export interface SuspendInput {
  tenantId: string;
}

type Kind = "suspend" | "resume";

/** The state a tenant must be in, and the one it comes to. */
const MOVES = { suspend: ["active", "suspended"], resume: ["suspended", "active"] } as const;
const TITLES = { suspend: "Suspend", resume: "Resume" } as const;
const DONE = { suspend: "suspended", resume: "resumed" } as const;

/**
 * Closes a tenant to its people by a run: its apps answer nobody and reload no more; data and settings stay.
 * @throws `tenant.not_found`, `tenants.state`
 */
export function suspendTenant(ctx: Context, input: { id: string }): Promise<{ run: string }> {
  return begin(ctx, "suspend", input.id);
}

/** Opens a suspended tenant again, with its schedules, by a run. @throws `tenant.not_found`, `tenants.state` */
export function resumeTenant(ctx: Context, input: { id: string }): Promise<{ run: string }> {
  return begin(ctx, "resume", input.id);
}

async function begin(ctx: Context, kind: Kind, id: string): Promise<{ run: string }> {
  const { tenantId } = await scope(ctx, "tenants:update", id);
  const { name, state } = await getTenantRow(ctx, tenantId);
  if (state !== MOVES[kind][0])
    throw new AppError("conflict", "tenants.state", `${name} is ${state}; it cannot be ${DONE[kind]} now.`, {
      advice: `Only a tenant that is ${MOVES[kind][0]} can be.`,
      params: { state },
    });
  const run = await ctx.store.tx(async (db) => {
    const title = `${TITLES[kind]} ${name}`;
    const row = await insertRun(ctx, db, { kind, tenantId, title, input: { tenantId } });
    await append(db, ctx, { tenantId, action: `tenant.${kind}`, target: tenantId, payload: { run: row.id } });
    return row;
  });
  await launchRun(ctx, run);
  return { run: run.id };
}

/** The steps of closing or opening a tenant; an undo is the other way round. */
export async function suspension(
  services: Services,
  wf: WorkflowScope,
  kind: Kind,
  { tenantId }: SuspendInput,
): Promise<{ result: "changed" }> {
  const ctx = systemContext(services, kind, wf.id);
  const { platform } = await getTenantRow(ctx, tenantId);
  const room: Room = { ctx, platform: ctx.platform(platform), tenant: { id: tenantId }, runId: wf.id };
  if (kind === "suspend") {
    await schedules(wf, room, "unschedule");
    await move(wf, room, "suspend");
  } else {
    await move(wf, room, "resume");
    await schedules(wf, room, "schedule");
  }
  return { result: "changed" };
}

function move(wf: WorkflowScope, room: Room, kind: Kind): Promise<StepResult> {
  const { ctx, tenant, platform } = room;
  const [from, to] = MOVES[kind];
  const become = async (state: "active" | "suspended", unless: string[]) => {
    const row = await getTenantRow(ctx, tenant.id);
    if (row.state !== state && !unless.includes(row.state))
      await setTenantState(ctx, { id: tenant.id, state });
  };
  return verbStep(wf, room, {
    name: kind,
    verb: platform[kind],
    input: () => ({}),
    rows: {
      async apply() {
        await become(to, []);
        // Frames that are open ask for another session, and learn why there is none.
        if (kind === "suspend") await revokeSessions(ctx, { tenantId: tenant.id });
        return { effect: "changed" };
      },
      // A deletion that has begun meanwhile is not called back.
      restore: () => become(from, ["deleting", "deleted"]),
    },
  });
}

/** Takes the apps' reloads off the clock, or puts them back as the apps' rows say. */
function schedules(wf: WorkflowScope, room: Room, name: "schedule" | "unschedule"): Promise<StepResult> {
  const { ctx, tenant } = room;
  const set = async (on: boolean): Promise<number> => {
    const apps = (await tenantApps(ctx, tenant.id)).filter((app) => app.schedule !== null);
    for (const { id, schedule } of apps)
      await putOnClock(ctx, { id, tenantId: tenant.id, schedule: on ? schedule : null });
    return apps.length;
  };
  return wf.step<StepResult>(
    name,
    async () => {
      const n = await set(name === "schedule");
      return { remoteId: tenant.id, effect: n > 0 ? "changed" : "found", message: `${n} scheduled` };
    },
    { undo: async () => void (await set(name !== "schedule")) },
  );
}

/** Follows such a run: its row. */
export async function suspensionChanged(services: Services, kind: Kind, run: WorkflowRun): Promise<void> {
  const { tenantId } = run.input as SuspendInput;
  const ctx = systemContext(services, kind, run.id);
  const error = await explain(ctx, run);
  const result = run.state === "succeeded" ? "changed" : null;
  const title = `${TITLES[kind]} ${await nameOf(ctx, tenantId)}`;
  await recordRun(ctx, run, { error, result, tenantId, title });
}
