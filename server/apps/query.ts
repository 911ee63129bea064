import { scopeOf } from "@/server/auth";
import type { FieldValuesResult, QueryResult } from "@/server/platform/model";
import type { Context } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";
import { type AskableApp, askableApp } from "./answering";
import type { AppRow } from "./app";
import { type AppAsker, askerOf } from "./asker";
import { appRow } from "./get";
import { namedMeasures } from "./named-measures";
import { type FieldValuesInput, fieldValuesInput, type QueryAppInput, queryAppInput } from "./schemas";

async function answering(
  ctx: Context,
  id: string,
  which: "published" | "staged",
): Promise<{ app: AskableApp; row: AppRow; asker: AppAsker }> {
  const row = await appRow(ctx, id);
  const opened = await scopeOf(ctx, "apps:query", "app", id, row);
  return { row, app: await askableApp(ctx, row, which), asker: await askerOf(ctx, opened) };
}

/**
 * Asks the published (or the staged) app one question. A measure is an expression, or the name of one that the app's
 * template declares; its column then has that name. @throws `app.not_found`, `apps.no_data`, `apps.suspended`
 */
export async function queryApp(ctx: Context, input: QueryAppInput): Promise<QueryResult> {
  const { id, which, ...query } = parse(queryAppInput, input);
  const { app, row, asker } = await answering(ctx, id, which);
  const named = await namedMeasures(ctx, row, which);
  const measures = query.measures.map((measure) => named.get(measure) ?? measure);
  const answer = await app.query({ ...query, measures }, asker);
  const first = query.dimensions.length;
  return {
    ...answer,
    columns: answer.columns.map((column, i) => {
      const asked = query.measures[i - first];
      return asked !== undefined && named.has(asked) ? { ...column, name: asked } : column;
    }),
  };
}

/** Values of a field with their selection states. @throws as `queryApp` */
export async function fieldValues(ctx: Context, input: FieldValuesInput): Promise<FieldValuesResult> {
  const { id, ...query } = parse(fieldValuesInput, input);
  const { app, asker } = await answering(ctx, id, "published");
  return app.fieldValues(query, asker);
}
