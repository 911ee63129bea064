import { and, count, eq } from "drizzle-orm";
import { append } from "@/server/audit";
import { doerName, scope, scopeOf, within } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { AppError, notFound } from "@/server/shared/errors";
import { newId } from "@/server/shared/ids";
import { parse } from "@/server/shared/parse";
import { addresses } from "./addresses";
import type { EmbedOriginRow } from "./get";
import { parseOrigin, wrongOrigin } from "./origin";
import { endSessions } from "./revoke-sessions";
import { type AddOriginInput, addOriginInput, originIdInput } from "./schemas";

/** More would make the header longer than proxies let through. */
const MOST_ORIGINS = 50;

/** A page of a customer's product is neither this portal, which shows previews anyway, nor the embed itself. */
function hostOrigin(text: string): string {
  const origin = parseOrigin(text);
  if (Object.values(addresses()).includes(origin))
    throw wrongOrigin(
      origin,
      "is where dashboards come from.",
      "Give the origin of the page that shows them.",
    );
  return origin;
}

/**
 * Lets the pages of one more origin frame the tenant's apps. An origin that is there already is answered as it is.
 * @throws `embeds.origin` for what is no exact origin, `embeds.origins_full`
 */
export async function addOrigin(ctx: Context, input: AddOriginInput): Promise<EmbedOriginRow> {
  const { tenantId, origin: text } = parse(addOriginInput, input);
  const opened = await scope(ctx, "embeds:write", tenantId);
  const origin = hostOrigin(text);
  const { embedOrigins: t } = ctx.store.tables;
  const now = ctx.clock.now();
  const row: EmbedOriginRow = {
    id: newId("embedOrigin", now.getTime()),
    tenantId: opened.tenantId,
    origin,
    createdBy: doerName(ctx.actor),
    createdAt: now,
  };
  const kept = await ctx.store.tx(async (db) => {
    const [found] = await db
      .select()
      .from(t)
      .where(and(within(opened, t), eq(t.origin, origin)));
    if (found) return found;
    const [total] = await db.select({ n: count() }).from(t).where(within(opened, t));
    if ((total?.n ?? 0) >= MOST_ORIGINS)
      throw new AppError("limit", "embeds.origins_full", `There are ${MOST_ORIGINS} origins already.`, {
        advice: "Remove one that is not used any more.",
      });
    await db.insert(t).values(row);
    await append(db, ctx, { tenantId, action: "embed.add-origin", target: row.id, payload: { origin } });
    return row;
  });
  return kept;
}

/** Takes an origin away; sessions of its pages end at once. @throws `embed-origin.not_found` */
export async function removeOrigin(ctx: Context, input: { id: string }): Promise<void> {
  const { id } = parse(originIdInput, input);
  const { embedOrigins: t } = ctx.store.tables;
  const [row] = await ctx.store.read.select().from(t).where(eq(t.id, id));
  const opened = await scopeOf(ctx, "embeds:write", "embed-origin", id, row);
  if (!row) throw notFound("embed-origin", id);
  await ctx.store.tx(async (db) => {
    await db.delete(t).where(and(within(opened, t), eq(t.id, id)));
    const sessions = await endSessions(db, ctx, { tenantId: opened.tenantId, origin: row.origin });
    await append(db, ctx, {
      tenantId: opened.tenantId,
      action: "embed.remove-origin",
      target: id,
      payload: { origin: row.origin, sessions },
    });
  });
}
