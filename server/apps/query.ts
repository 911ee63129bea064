import { scopeOf } from "@/server/auth";
import type { Asker, FieldValuesResult, QueryResult } from "@/server/platform/model";
import type { Context } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";
import { type AskableApp, askableApp } from "./answering";
import { askerOf } from "./asker";
import { appRow } from "./get";
import { type FieldValuesInput, fieldValuesInput, type QueryAppInput, queryAppInput } from "./schemas";

async function answering(
  ctx: Context,
  id: string,
  which: "published" | "staged",
): Promise<AskableApp & { asker: Asker }> {
  const row = await appRow(ctx, id);
  const opened = await scopeOf(ctx, "apps:query", "app", id, row);
  return { ...(await askableApp(ctx, row, which)), asker: await askerOf(ctx, opened) };
}

/** Asks the published (or the staged) app one question. @throws `app.not_found`, `apps.no_data`, `apps.suspended` */
export async function queryApp(ctx: Context, input: QueryAppInput): Promise<QueryResult> {
  const { id, which, ...query } = parse(queryAppInput, input);
  const { platform, tenant, app, asker } = await answering(ctx, id, which);
  return platform.query(tenant, app, query, which, asker);
}

/** Values of a field with their selection states. @throws as `queryApp` */
export async function fieldValues(ctx: Context, input: FieldValuesInput): Promise<FieldValuesResult> {
  const { id, ...query } = parse(fieldValuesInput, input);
  const { platform, tenant, app, asker } = await answering(ctx, id, "published");
  return platform.fieldValues(tenant, app, query, asker);
}
