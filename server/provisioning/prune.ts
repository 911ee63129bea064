import { findApp, removeApp, tenantApps } from "@/server/apps";
import { connectionRows, restoreConnections } from "@/server/connections";
import { listGroups, memberRows, removeGroups, restoreMembers } from "@/server/members";
import type { RemoveSpec } from "@/server/platform/port";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import type { WorkflowScope } from "@/server/workflows/port";
import { attempt, RETRY } from "./attempts";
import type { DesiredTenant } from "./desired";
import { identify } from "./remote";
import { platformCall, type Room, type StepResult } from "./room";

/** What a tenant has and its desired state does not name. `apps` holds templates. */
export async function surplus(ctx: Context, tenantId: string, desired: Wanted): Promise<RemoveSpec> {
  const [apps, members, groups, connections] = await Promise.all([
    tenantApps(ctx, tenantId),
    memberRows(ctx, tenantId),
    listGroups(ctx, { tenantId }),
    connectionRows(ctx, tenantId),
  ]);
  const not = (known: string[]) => (name: string) => !known.includes(name);
  return {
    apps: apps.map((a) => a.templateId).filter(not(desired.apps.map((a) => a.template))),
    members: members.map((m) => m.email.toLowerCase()).filter(not(desired.members.map((m) => m.email))),
    groups: groups.filter(not(desired.groups)),
    connections: connections.map((c) => c.name).filter(not(desired.connections.map((c) => c.name))),
  };
}

type Wanted = Pick<DesiredTenant, "groups"> & {
  apps: { template: string }[];
  members: { email: string }[];
  connections: { name: string }[];
};

/** One line for each thing that goes: `app inventory`. */
export function listed(spec: RemoveSpec): string[] {
  const line = (word: string, names: string[]) => names.map((n) => `${word} ${n}`);
  return [
    ...line("app", spec.apps),
    ...line("member", spec.members),
    ...line("group", spec.groups),
    ...line("connection", spec.connections),
  ];
}

/** Removes what the desired state does not name. Removed apps and their data do not come back by an undo. */
export function pruneStep(wf: WorkflowScope, room: Room, desired: DesiredTenant): Promise<StepResult> {
  const { ctx, platform, tenant } = room;
  return wf.step(
    "prune",
    (call) =>
      attempt(
        ctx,
        call,
        async () => {
          await identify(room);
          const spec = await surplus(ctx, tenant.id, desired);
          const lines = listed(spec);
          if (lines.length === 0)
            return {
              remoteId: tenant.id,
              effect: "found" as const,
              message: "Nothing to remove.",
              removed: lines,
            };
          await call.report("prune", { removes: lines });
          if (!platform.remove)
            throw new AppError(
              "invalid",
              "platform.unsupported",
              `The platform ${platform.id} cannot remove things.`,
              {
                advice: "Apply without --prune.",
              },
            );
          const rows = await Promise.all(spec.apps.map((template) => findApp(ctx, tenant.id, template)));
          const apps = rows.flatMap((r) => (r ? [r.id] : []));
          await platform.remove(platformCall(room, call), { ...spec, apps });
          await removeRows(room, spec, apps);
          return {
            remoteId: tenant.id,
            effect: "changed" as const,
            message: `Removed: ${lines.join(", ")}.`,
            removed: lines,
          };
        },
        async () => undefined,
      ),
    {
      retry: RETRY,
      async undo(_call, done) {
        if (done.removed.length === 0) return;
        throw new AppError(
          "conflict",
          "provisioning.pruned",
          "What was pruned cannot be brought back by an undo.",
          {
            advice: "Put it into the tenants file again and apply that.",
            params: { removed: done.removed },
          },
        );
      },
    },
  );
}

async function removeRows(room: Room, spec: RemoveSpec, apps: string[]): Promise<void> {
  const { ctx, tenant } = room;
  const tenantId = tenant.id;
  for (const id of apps) {
    await ctx.workflows.unschedule(`reload:${id}`);
    await removeApp(ctx, { tenantId, id });
  }
  await restoreConnections(ctx, { tenantId, names: spec.connections, before: [] });
  await restoreMembers(ctx, { tenantId, emails: spec.members, before: [] });
  await removeGroups(ctx, { tenantId, names: spec.groups });
}
