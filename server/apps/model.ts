import { and, eq } from "drizzle-orm";
import { isOperator, scopeOf, within } from "@/server/auth";
import type { DataModel } from "@/server/platform/model";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import { askableApp } from "./answering";
import type { AppRow } from "./app";
import { type AppAsker, askerOf } from "./asker";
import { appRow } from "./get";
import { type AppModelInput, appModelInput } from "./schemas";
import { modelWithout } from "./wall";
import { withheldFields } from "./withheld";

/** The data model of one generation of an app, as its platform told it at the end of the reload. */
export interface AppModel {
  app: { id: string; title: string };
  generation: string;
  /** Of the template whose script made it. */
  version: string;
  dataAt: string;
  rows: number;
  model: DataModel;
}

/**
 * Tables, fields and keys of what an app serves (or has staged). Counts only, no values. With section access a tenant's
 * people get the model of what they may see.
 * @throws `app.not_found`, `apps.no_data`, `apps.restricted`, `query.no_access`
 */
export async function getModel(ctx: Context, input: AppModelInput): Promise<AppModel> {
  const { id, which } = parse(appModelInput, input);
  const row = await appRow(ctx, id);
  const opened = await scopeOf(ctx, "apps:read", "app", id, row);
  const generationId = which === "staged" ? row.stagedGenerationId : row.publishedGenerationId;
  const { generations: g } = ctx.store.tables;
  const [generation] = generationId
    ? await ctx.store.read
        .select()
        .from(g)
        .where(and(within(opened, g), eq(g.appId, id), eq(g.id, generationId)))
    : [];
  if (!generation)
    throw new AppError("conflict", "apps.no_data", `"${row.title}" has no ${which} data yet.`, {
      advice: "Wait for its provisioning to end, or start a reload.",
    });
  // Checked when it was written.
  const stored = generation.model as unknown as DataModel;
  const isWhole = !stored.restricted || isOperator(ctx.actor);
  const asker = await askerOf(ctx, opened);
  const model = isWhole
    ? modelWithout(stored, await withheldFields(ctx, row, asker, which))
    : await modelFor(ctx, asker, row, which);
  return {
    app: { id, title: row.title },
    generation: generation.id,
    version: generation.templateVersion,
    dataAt: generation.createdAt.toISOString(),
    rows: isWhole ? generation.rows : model.tables.reduce((sum, t) => sum + t.rows, 0),
    model,
  };
}

async function modelFor(
  ctx: Context,
  asker: AppAsker,
  row: AppRow,
  which: "published" | "staged",
): Promise<DataModel> {
  if (which === "staged")
    throw new AppError(
      "forbidden",
      "apps.restricted",
      `"${row.title}" has section access: operators alone see what is staged.`,
      { advice: "Ask for what is published." },
    );
  const app = await askableApp(ctx, row);
  return app.model(asker);
}
