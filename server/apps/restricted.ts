import { inArray } from "drizzle-orm";
import { isOperator, mayIn, type Permission } from "@/server/auth";
import type { Context } from "@/server/shared/context";

/**
 * Of these apps, those whose data have section access and are asked for by a person of a tenant: how much there is of
 * them as a whole is not theirs to know. Empty for operators.
 * @param exempt whoever has this permission in the app's tenant is told all the same: who may put anybody into any
 * group, themselves included, is kept from nothing by leaving it out
 */
export async function reducedApps(
  ctx: Context,
  ids: readonly string[],
  exempt?: Permission,
): Promise<Set<string>> {
  if (isOperator(ctx.actor) || ids.length === 0) return new Set();
  const { apps: t, generations: g } = ctx.store.tables;
  const apps = await ctx.store.read
    .select({ tenant: t.tenantId, staged: t.stagedGenerationId, published: t.publishedGenerationId })
    .from(t)
    .where(inArray(t.id, [...new Set(ids)]));
  const asked = apps.filter(({ tenant }) => !exempt || !mayIn(ctx.actor, exempt, tenant));
  const served = asked.flatMap(({ staged, published }) => [staged, published].flatMap((id) => id ?? []));
  if (served.length === 0) return new Set();
  const models = await ctx.store.read
    .select({ app: g.appId, model: g.model })
    .from(g)
    .where(inArray(g.id, served));
  return new Set(models.filter(({ model }) => isRestricted(model)).map(({ app }) => app));
}

/** Whether a stored data model is of data with section access. */
export const isRestricted = (model: unknown): boolean =>
  (model as { restricted?: boolean }).restricted === true;
