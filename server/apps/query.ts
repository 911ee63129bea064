import { eq } from "drizzle-orm";
import { scopeOf } from "@/server/auth";
import type { FieldValuesResult, QueryResult } from "@/server/platform/model";
import type { Platform, TenantRef } from "@/server/platform/port";
import type { Context } from "@/server/shared/context";
import { AppError, notFound } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import { appRow } from "./get";
import { type FieldValuesInput, fieldValuesInput, type QueryAppInput, queryAppInput } from "./schemas";

interface Answering {
  platform: Platform;
  tenant: TenantRef;
  app: string;
}

async function answering(ctx: Context, id: string, staged: boolean): Promise<Answering> {
  const row = await appRow(ctx, id);
  const opened = await scopeOf(ctx, "apps:query", "app", id, row);
  const { tenants: t } = ctx.store.tables;
  const [tenant] = await ctx.store.read
    .select({ platform: t.platform, state: t.state, name: t.name })
    .from(t)
    .where(eq(t.id, opened.tenantId));
  if (!tenant) throw notFound("app", id);
  if (tenant.state === "suspended" || tenant.state === "deleting")
    throw new AppError("forbidden", "apps.suspended", `${tenant.name} is ${tenant.state}.`, {
      advice: "Resume the tenant first.",
    });
  if (!(staged ? row.stagedGenerationId : row.publishedGenerationId))
    throw new AppError(
      "conflict",
      "apps.no_data",
      `"${row.title}" has no ${staged ? "staged" : "published"} data yet.`,
      {
        advice: "Wait for its provisioning to end, or start a reload.",
      },
    );
  return { platform: ctx.platform(tenant.platform), tenant: { id: opened.tenantId }, app: row.id };
}

/** Asks the published (or the staged) app one question. @throws `app.not_found`, `apps.no_data`, `apps.suspended` */
export async function queryApp(ctx: Context, input: QueryAppInput): Promise<QueryResult> {
  const { id, which, ...query } = parse(queryAppInput, input);
  const { platform, tenant, app } = await answering(ctx, id, which === "staged");
  return platform.query(tenant, app, query, which);
}

/** Values of a field with their selection states. @throws as `queryApp` */
export async function fieldValues(ctx: Context, input: FieldValuesInput): Promise<FieldValuesResult> {
  const { id, ...query } = parse(fieldValuesInput, input);
  const { platform, tenant, app } = await answering(ctx, id, false);
  return platform.fieldValues(tenant, app, query);
}
