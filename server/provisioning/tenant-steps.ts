import { connectionRows, openSecret, putConnections, restoreConnections } from "@/server/connections";
import {
  ensureGroups,
  ensureMembers,
  listGroups,
  memberRows,
  removeGroups,
  restoreMembers,
} from "@/server/members";
import { planByRef } from "@/server/plans";
import { canonicalJson } from "@/server/shared/json";
import { getTenantRow, setTenantState, type TenantRow, updateTenant } from "@/server/tenants";
import type { WorkflowScope } from "@/server/workflows/port";
import type { DesiredTenant } from "./desired";
import { forget, recall, remember } from "./journal";
import { keepRemoteId } from "./remote";
import { countEffect, type Room, type StepResult } from "./room";
import { type OwnRows, verbStep } from "./verb-step";

/** Secrets of a run's connections, sealed with the tenant's key; in the run's journal from its start. */
export type SealedSecrets = Record<string, { secret: string; secretHmac: string }>;

type DetailsOf = Pick<TenantRow, "name" | "plan" | "region" | "language" | "branding">;

const details = ({ name, plan, region, language, branding }: DetailsOf): DetailsOf => ({
  name,
  plan,
  region,
  language,
  branding,
});

function tenantRows(room: Room, desired: DesiredTenant): OwnRows {
  const { ctx, runId, tenant } = room;
  return {
    async apply({ remoteId }) {
      const before = await remember(ctx, runId, "tenant", () => getTenantRow(ctx, tenant.id));
      await keepRemoteId(ctx, tenant.id, remoteId);
      const { state } = await updateTenant(ctx, { id: tenant.id, ...details(desired) });
      if (state !== "active")
        await setTenantState(ctx, { id: tenant.id, state: "setting-up", problem: null });
      if (before.desiredHash === null) return { effect: "created" };
      const same = canonicalJson(details(before)) === canonicalJson(details(desired));
      return { effect: same ? "found" : "changed" };
    },
    async restore() {
      const before = await recall<TenantRow>(ctx, runId, "tenant");
      if (!before) return;
      await updateTenant(ctx, { id: tenant.id, ...details(before.value) });
      if (before.value.desiredHash === null) await keepRemoteId(ctx, tenant.id, null);
      await forget(ctx, runId, "tenant");
    },
  };
}

const told = (n: number, one: string, more: string) => `${n} ${n === 1 ? one : more}`;

/** What happened to rows, without the words for nothing. */
function changes({ created, changed }: { created: number; changed: number }): string {
  const parts = [created > 0 ? `${created} new` : "", changed > 0 ? `${changed} changed` : ""];
  return parts.filter(Boolean).join(", ") || "as they were";
}

function groupRows(room: Room, names: string[]): OwnRows {
  const { ctx, runId, tenant } = room;
  const missing = (before: string[]) => names.filter((n) => !before.includes(n));
  return {
    async apply() {
      const before = await remember(ctx, runId, "groups", () => listGroups(ctx, { tenantId: tenant.id }));
      await ensureGroups(ctx, { tenantId: tenant.id, names });
      const created = missing(before).length;
      return {
        effect: created > 0 ? "created" : "found",
        message: `${told(names.length, "group", "groups")}, ${created} new`,
      };
    },
    async restore() {
      const before = await recall<string[]>(ctx, runId, "groups");
      if (!before) return;
      await removeGroups(ctx, { tenantId: tenant.id, names: missing(before.value) });
      await forget(ctx, runId, "groups");
    },
  };
}

function memberRowsOf(room: Room, members: DesiredTenant["members"]): OwnRows {
  const { ctx, runId, tenant } = room;
  return {
    async apply() {
      await remember(ctx, runId, "members", () => memberRows(ctx, tenant.id));
      const counts = await ensureMembers(ctx, { tenantId: tenant.id, members });
      const message = `${told(members.length, "person", "people")}, ${changes(counts)}`;
      return { effect: countEffect(counts), message };
    },
    async restore() {
      const before = await recall<Awaited<ReturnType<typeof memberRows>>>(ctx, runId, "members");
      if (!before) return;
      const emails = members.map((m) => m.email.toLowerCase());
      await restoreMembers(ctx, { tenantId: tenant.id, emails, before: before.value });
      await forget(ctx, runId, "members");
    },
  };
}

async function sealed(room: Room, name: string) {
  const secrets = await recall<SealedSecrets>(room.ctx, room.runId, "secrets");
  return secrets?.value[name] ?? { secret: null, secretHmac: null };
}

function connectionRowsOf(room: Room, connections: DesiredTenant["connections"]): OwnRows {
  const { ctx, runId, tenant } = room;
  return {
    async apply() {
      await remember(ctx, runId, "connections", () => connectionRows(ctx, tenant.id));
      const wanted = await Promise.all(
        connections.map(async ({ name, kind, properties }) => ({
          name,
          kind,
          properties,
          ...(await sealed(room, name)),
        })),
      );
      const counts = await putConnections(ctx, { tenantId: tenant.id, connections: wanted });
      const message = `${told(connections.length, "connection", "connections")}, ${changes(counts)}`;
      return { effect: countEffect(counts), message };
    },
    async restore() {
      const before = await recall<Awaited<ReturnType<typeof connectionRows>>>(ctx, runId, "connections");
      if (!before) return;
      const names = connections.map((c) => c.name);
      await restoreConnections(ctx, { tenantId: tenant.id, names, before: before.value });
      await forget(ctx, runId, "connections");
    },
  };
}

function connectionStep(wf: WorkflowScope, room: Room, desired: DesiredTenant): Promise<StepResult> {
  const { ctx, tenant, platform } = room;
  return verbStep(wf, room, {
    name: "putConnections",
    verb: platform.putConnections,
    input: () => ({
      connections: desired.connections.map(({ name, kind, properties, secret }) => ({
        name,
        kind,
        properties,
        secretHmac: secret?.hmac ?? null,
        secret: async () => openSecret(ctx.keyring, tenant.id, name, (await sealed(room, name)).secret),
      })),
    }),
    rows: connectionRowsOf(room, desired.connections),
  });
}

/** The steps up to the connections, one after the other. */
export async function tenantSteps(
  wf: WorkflowScope,
  room: Room,
  desired: DesiredTenant,
): Promise<StepResult[]> {
  const { platform } = room;
  const { slug, name, region, language } = desired;
  const created = await verbStep(wf, room, {
    name: "createTenant",
    verb: platform.createTenant,
    input: () => ({ slug, name, region, language }),
    rows: tenantRows(room, desired),
  });
  const { plan } = desired;
  return [
    created,
    await verbStep(wf, room, {
      name: "configureIdentity",
      verb: platform.configureIdentity,
      input: () => desired.identity,
    }),
    await verbStep(wf, room, {
      name: "assignLicence",
      verb: platform.assignLicence,
      input: () => ({ plan, entitlements: planByRef(plan).entitlements }),
    }),
    await verbStep(wf, room, {
      name: "ensureGroups",
      verb: platform.ensureGroups,
      input: () => ({ names: desired.groups }),
      rows: groupRows(room, desired.groups),
    }),
    await verbStep(wf, room, {
      name: "ensureSpaces",
      verb: platform.ensureSpaces,
      input: () => ({ spaces: desired.spaces }),
    }),
    await verbStep(wf, room, {
      name: "ensureMembers",
      verb: platform.ensureMembers,
      input: () => ({ members: desired.members }),
      rows: memberRowsOf(room, desired.members),
    }),
    await connectionStep(wf, room, desired),
  ];
}
