import { and, asc, count, gt, isNull } from "drizzle-orm";
import type { Schema } from "@/db/schema";
import { scope, within } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";
import { addresses } from "./addresses";
import { type EmbedKey, keysOf } from "./keys";
import { embedsInput } from "./schemas";

export type EmbedOriginRow = Schema["embedOrigins"]["$inferSelect"];

export interface EmbedOrigin {
  id: string;
  origin: string;
  createdAt: Date;
  /** Sessions opened from its pages that are still valid. */
  openSessions: number;
}

/** How a tenant's apps are embedded: where from, by which pages, with whose keys. */
export interface Embeds {
  tenantId: string;
  /** Origin of the embed: the `src` of the element and the `aud` of tokens. */
  url: string;
  /** Origin of this portal, which shows previews. */
  portal: string;
  origins: EmbedOrigin[];
  keys: EmbedKey[];
  openSessions: number;
}

/** @throws `tenant.not_found` */
export async function getEmbeds(ctx: Context, input: { tenantId: string }): Promise<Embeds> {
  const { tenantId } = parse(embedsInput, input);
  const opened = await scope(ctx, "embeds:read", tenantId);
  const { embedOrigins: o, embedSessions: s } = ctx.store.tables;
  const open = await ctx.store.read
    .select({ origin: s.origin, open: count() })
    .from(s)
    .where(and(within(opened, s), gt(s.expiresAt, ctx.clock.now()), isNull(s.revokedAt)))
    .groupBy(s.origin);
  const rows = await ctx.store.read
    .select()
    .from(o)
    .where(within(opened, o))
    .orderBy(asc(o.createdAt), asc(o.id));
  const { portal, embed } = addresses();
  const openOf = new Map(open.map((row) => [row.origin, row.open]));
  return {
    tenantId,
    url: embed,
    portal,
    origins: rows.map(({ id, origin, createdAt }) => ({
      id,
      origin,
      createdAt,
      openSessions: openOf.get(origin) ?? 0,
    })),
    keys: await keysOf(ctx, tenantId),
    openSessions: open.reduce((sum, row) => sum + row.open, 0),
  };
}
