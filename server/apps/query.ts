import { scopeOf } from "@/server/auth";
import type { FieldValuesResult, QueryResult } from "@/server/platform/model";
import type { Context } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";
import { type AskableApp, askableApp } from "./answering";
import { appRow } from "./get";
import { type FieldValuesInput, fieldValuesInput, type QueryAppInput, queryAppInput } from "./schemas";

async function answering(ctx: Context, id: string, which: "published" | "staged"): Promise<AskableApp> {
  const row = await appRow(ctx, id);
  await scopeOf(ctx, "apps:query", "app", id, row);
  return askableApp(ctx, row, which);
}

/** Asks the published (or the staged) app one question. @throws `app.not_found`, `apps.no_data`, `apps.suspended` */
export async function queryApp(ctx: Context, input: QueryAppInput): Promise<QueryResult> {
  const { id, which, ...query } = parse(queryAppInput, input);
  const { platform, tenant, app } = await answering(ctx, id, which);
  return platform.query(tenant, app, query, which);
}

/** Values of a field with their selection states. @throws as `queryApp` */
export async function fieldValues(ctx: Context, input: FieldValuesInput): Promise<FieldValuesResult> {
  const { id, ...query } = parse(fieldValuesInput, input);
  const { platform, tenant, app } = await answering(ctx, id, "published");
  return platform.fieldValues(tenant, app, query);
}
