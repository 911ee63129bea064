import { and, asc, eq, gt, or } from "drizzle-orm";
import { z } from "zod";
import { authorize } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { decodeCursor, encodeCursor, type Page, pageInput } from "@/server/shared/pagination";
import { parse } from "@/server/shared/parse";

export const listApiKeysInput = z.object(pageInput);

export interface ApiKey {
  id: string;
  name: string;
  /** Last four characters. */
  hint: string;
  scopes: string[];
  tenantId: string | null;
  createdAt: Date;
  lastUsedAt: Date | null;
  expiresAt: Date | null;
  revokedAt: Date | null;
}

export async function listApiKeys(
  ctx: Context,
  input: z.input<typeof listApiKeysInput> = {},
): Promise<Page<ApiKey>> {
  authorize(ctx, "api-keys:read");
  const { limit, cursor } = parse(listApiKeysInput, input);
  const { apiKeys } = ctx.store.tables;
  const at = cursor ? decodeCursor(cursor) : null;
  const created = at ? new Date(Number(at.value)) : null;
  const rows = await ctx.store.read
    .select()
    .from(apiKeys)
    .where(
      at && created
        ? or(gt(apiKeys.createdAt, created), and(eq(apiKeys.createdAt, created), gt(apiKeys.id, at.id)))
        : undefined,
    )
    .orderBy(asc(apiKeys.createdAt), asc(apiKeys.id))
    .limit(limit + 1);
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map(({ hash: _hash, createdBy: _by, ...key }) => key),
    next: rows.length > limit && last ? encodeCursor(last.createdAt.getTime(), last.id) : null,
  };
}
