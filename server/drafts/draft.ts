import { eq } from "drizzle-orm";
import type { Schema } from "@/db/schema";
import type { Database } from "@/db/store";
import { append } from "@/server/audit";
import { scope } from "@/server/auth";
import { type Connection, listConnections } from "@/server/connections";
import type { Context } from "@/server/shared/context";
import { AppError, notFound } from "@/server/shared/errors";
import { getTenantRow, type TenantRow } from "@/server/tenants";
import { versionsOf } from "./catalogue";
import { type DraftProblem, draftProblems } from "./problems";
import { type DraftData, type DraftStep, draftData } from "./schemas";

export type DraftRow = Schema["tenantDrafts"]["$inferSelect"];

/** A tenant that is being described, as the wizard shows it. No secret is in it. */
export interface Draft {
  id: string;
  step: DraftStep;
  data: DraftData;
  /** What keeps it from being created, by step. */
  problems: DraftProblem[];
  connections: Connection[];
  /** Where the tenant is; anything but `draft` means it was created. */
  state: TenantRow["state"];
  /** The run that creates it, once there is one. */
  run: string | null;
  savedAt: Date;
}

/** What the row's JSON holds besides the answers: the run that creates the tenant, the key it was begun with. */
export type StoredData = DraftData & { run?: string; key?: string };

/** The draft's own row; a draft tenant that came another way (an undone run) has none yet. */
export async function draftRow(db: Database, ctx: Context, id: string): Promise<DraftRow | null> {
  const { tenantDrafts: t } = ctx.store.tables;
  const [row] = await db.select().from(t).where(eq(t.id, id));
  return row ?? null;
}

export function answersOf(row: DraftRow | null, tenant: TenantRow): DraftData {
  if (!row) {
    const { name, slug, plan, region, language } = tenant;
    return { details: { name, slug, plan, region, language, color: tenant.branding.color ?? "" } };
  }
  const { run: _run, key: _key, ...answers } = row.data as StoredData;
  return draftData.parse(answers);
}

/** @throws `draft.not_found` for what is no customer's tenant */
export async function openDraft(
  ctx: Context,
  id: string,
): Promise<{ tenant: TenantRow; row: DraftRow | null }> {
  const { tenantId } = await scope(ctx, "tenants:update", id);
  const tenant = await getTenantRow(ctx, tenantId);
  const row = await draftRow(ctx.store.read, ctx, tenantId);
  if (tenant.kind !== "customer" || (!row && tenant.state !== "draft")) throw notFound("draft", id);
  return { tenant, row };
}

/** @throws `drafts.created` for one that is a tenant already */
export function refuseCreated(tenant: TenantRow): void {
  if (tenant.state === "draft") return;
  throw new AppError("conflict", "drafts.created", `"${tenant.name}" is no draft any more; it was created.`, {
    advice: "Open the tenant.",
    params: { tenant: tenant.id, state: tenant.state },
  });
}

export async function toDraft(ctx: Context, tenant: TenantRow, row: DraftRow | null): Promise<Draft> {
  const data = answersOf(row, tenant);
  const { items: connections } = await listConnections(ctx, { tenantId: tenant.id, limit: 100 });
  const versions = await versionsOf(
    ctx,
    (data.apps ?? []).map((a) => a.template),
  );
  return {
    id: tenant.id,
    step: (row?.step as DraftStep | undefined) ?? "details",
    data,
    problems: await draftProblems(ctx, tenant.id, { data, connections, versions }),
    connections,
    state: tenant.state,
    run: (row?.data as StoredData | undefined)?.run ?? (tenant.state === "draft" ? null : tenant.lastRunId),
    savedAt: row?.updatedAt ?? tenant.updatedAt,
  };
}

/** Notes a change of a draft in the audit: which parts, not what. Autosaves within ten minutes are one entry. */
export async function noteChange(
  db: Database,
  ctx: Context,
  before: DraftRow | null,
  payload: Record<string, unknown>,
  target: string,
): Promise<void> {
  const fresh = before && ctx.clock.now().getTime() - before.updatedAt.getTime() < 600_000;
  if (fresh && before.step === payload.step) return;
  await append(db, ctx, { tenantId: target, action: "draft.save", target, payload });
}
