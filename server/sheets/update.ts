import { and, eq, inArray, isNull } from "drizzle-orm";
import { append } from "@/server/audit";
import type { Context } from "@/server/shared/context";
import { AppError, notFound } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import { ownSheet, sheetReader } from "./find";
import { type OwnSheet, toOwnSheet } from "./own-sheet";
import { type UpdateSheetInput, updateSheetInput } from "./schemas";

/** An author or admin of the tenant who can sign in. @throws `member.not_found`, `sheets.no_author` */
export async function newOwner(ctx: Context, tenantId: string, memberId: string): Promise<string> {
  const { members: m } = ctx.store.tables;
  const [member] = await ctx.store.read
    .select({ userId: m.userId, role: m.role, name: m.name })
    .from(m)
    .where(and(eq(m.id, memberId), eq(m.tenantId, tenantId), isNull(m.suspendedAt)));
  if (!member) throw notFound("member", memberId);
  if (member.userId && member.role !== "viewer") return `user:${member.userId}`;
  throw new AppError("conflict", "sheets.no_author", `"${member.name}" can't have sheets of their own.`, {
    advice: "Choose an author or an admin who has signed in once.",
    params: { name: member.name },
  });
}

/**
 * Shares a sheet with all people who open the app, or no longer, or hands it to another author.
 * @throws `sheet.not_found`, `sheets.forbidden`, `member.not_found`, `sheets.no_author`
 */
export async function updateSheet(ctx: Context, input: UpdateSheetInput): Promise<OwnSheet> {
  const { id, shared: wanted, member } = parse(updateSheetInput, input);
  const reader = await sheetReader(ctx, id);
  const seen = await ownSheet(reader, id);
  const { tenantId, title } = reader.row;
  const next = member ? await newOwner(ctx, tenantId, member) : undefined;
  const { ownSheets: s } = ctx.store.tables;
  const row = await ctx.store.tx(async (db) => {
    const [before] = await db
      .select()
      .from(s)
      .where(and(eq(s.id, id), isNull(s.deletedAt)));
    // Handed to somebody else meanwhile: whoever asks may not change it any more.
    if (!before || (before.owner !== seen.owner && !reader.manages)) throw notFound("sheet", id);
    const { shared, owner } = { shared: wanted ?? before.shared, owner: next ?? before.owner };
    await db.update(s).set({ shared, owner }).where(eq(s.id, id));
    const payload = {
      app: title,
      before: { shared: before.shared, owner: before.owner },
      after: { shared, owner },
    };
    const action = owner === before.owner ? "sheet.share" : "sheet.transfer";
    await append(db, ctx, { tenantId, action, target: id, payload });
    return { ...before, shared, owner };
  });
  return toOwnSheet(reader, row);
}

/** A person who may be given a sheet. */
export interface Taker {
  id: string;
  name: string;
}

/** Authors and admins of a tenant who have come in, by name, without the owner. @internal */
export async function takersIn(ctx: Context, tenantId: string, owner: string): Promise<Taker[]> {
  const { members: m } = ctx.store.tables;
  const rows = await ctx.store.read
    .select({ id: m.id, name: m.name, userId: m.userId })
    .from(m)
    .where(and(eq(m.tenantId, tenantId), inArray(m.role, ["admin", "author"]), isNull(m.suspendedAt)));
  return rows
    .filter(({ userId }) => userId !== null && `user:${userId}` !== owner)
    .map(({ id, name }) => ({ id, name }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** Authors and admins a sheet can be handed to, without whose it is. @throws `sheet.not_found`, `sheets.forbidden` */
export async function sheetTakers(ctx: Context, input: { id: string }): Promise<Taker[]> {
  const reader = await sheetReader(ctx, input.id);
  const { owner } = await ownSheet(reader, input.id);
  return takersIn(ctx, reader.row.tenantId, owner);
}
