import { and, desc, eq, gte, inArray, lt, or, type SQL, sql } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { z } from "zod";
import { authorize, scope } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { decodeCursor, encodeCursor, type Page } from "@/server/shared/pagination";
import { parse } from "@/server/shared/parse";
import { type AuditLine, linesOf } from "./lines";
import { type AuditFilter, listAuditInput } from "./schemas";

const PEOPLE = 200;

/** The column begins with the text, whatever the case; nothing in the text is a wildcard. */
const startsWith = (column: SQLiteColumn, text: string): SQL =>
  sql`substr(lower(${column}), 1, ${text.length}) = ${text.toLowerCase()}`;

/**
 * The audit, newest first, keyset-paged: of one tenant for its admin, of all for operators.
 * @throws `tenant.not_found`, `auth.forbidden`
 */
export async function listAudit(
  ctx: Context,
  input: z.input<typeof listAuditInput> = {},
): Promise<Page<AuditLine>> {
  const { limit, cursor, ...filter } = parse(listAuditInput, input);
  const lines = await auditLines(ctx, filter, limit + 1, cursor);
  const items = lines.slice(0, limit);
  const last = items.at(-1);
  return { items, next: lines.length > limit && last ? encodeCursor(last.at.getTime(), last.id) : null };
}

/** The newest lines that fit. Checks who asks. @internal */
export async function auditLines(
  ctx: Context,
  filter: AuditFilter,
  most: number,
  cursor?: string,
): Promise<AuditLine[]> {
  if (filter.tenantId) await scope(ctx, "audit:read", filter.tenantId);
  else authorize(ctx, "audit:read");
  const { auditEntries: e, auditPayloads: p } = ctx.store.tables;
  const rows = await ctx.store.read
    .select({ entry: e, payload: p.payload })
    .from(e)
    .leftJoin(p, eq(p.entryId, e.id))
    .where(and(await fits(ctx, filter), cursor ? before(ctx, cursor) : undefined))
    .orderBy(desc(e.at), desc(e.id))
    .limit(most);
  return linesOf(ctx, rows, filter.tenantId ?? null);
}

function before(ctx: Context, cursor: string): SQL | undefined {
  const { auditEntries: e } = ctx.store.tables;
  const { value, id } = decodeCursor(cursor);
  const at = new Date(Number(value));
  return or(lt(e.at, at), and(eq(e.at, at), lt(e.id, id)));
}

async function fits(ctx: Context, { tenantId, actor, action, from, to }: AuditFilter) {
  const { auditEntries: e } = ctx.store.tables;
  return and(
    tenantId ? eq(e.chain, tenantId) : undefined,
    actor ? await actorFits(ctx, actor) : undefined,
    action
      ? or(eq(e.action, action), startsWith(e.action, `${action}.`), eq(e.requestId, action))
      : undefined,
    from ? gte(e.at, from) : undefined,
    to ? lt(e.at, to) : undefined,
  );
}

/** An actor, or as whom somebody acted, by what the audit calls them, or people by the beginning of their name. */
async function actorFits(ctx: Context, text: string): Promise<SQL | undefined> {
  const { auditEntries: e, users } = ctx.store.tables;
  const people = await ctx.store.read
    .select({ id: users.id })
    .from(users)
    .where(startsWith(users.name, text))
    .limit(PEOPLE);
  const ofId = ["user", "apiKey", "system"].map((kind) => `${kind}:${text}`);
  const names = [text, ...ofId, ...people.map(({ id }) => `user:${id}`)];
  return or(inArray(e.actor, names), inArray(e.viewedAs, names));
}
