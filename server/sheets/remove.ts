import { and, eq, lt } from "drizzle-orm";
import type { Reader } from "@/server/apps";
import { append } from "@/server/audit";
import type { Context } from "@/server/shared/context";
import { notFound } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import { ownSheet, sheetReader } from "./find";
import { type OwnSheet, toOwnSheet } from "./own-sheet";
import { sheetIdInput } from "./schemas";

/** How long a deleted sheet may be had back: somebody's work is in it. */
const KEPT_MS = 30 * 86_400_000;

async function mark(reader: Reader, id: string, deletedAt: Date | null): Promise<OwnSheet> {
  const { ctx } = reader;
  const before = await ownSheet(reader, id, true);
  const { ownSheets: s } = ctx.store.tables;
  if (Boolean(deletedAt) === Boolean(before.deletedAt)) return toOwnSheet(reader, before);
  await ctx.store.tx(async (db) => {
    const long = new Date(ctx.clock.now().getTime() - KEPT_MS);
    await db.delete(s).where(and(eq(s.appId, reader.row.id), lt(s.deletedAt, long)));
    const found = await db.update(s).set({ deletedAt }).where(eq(s.id, id)).returning({ id: s.id });
    if (found.length === 0) throw notFound("sheet", id);
    const { tenantId, title: app } = reader.row;
    const payload = { app, owner: before.owner, shared: before.shared };
    const action = deletedAt ? "sheet.delete" : "sheet.restore";
    await append(db, ctx, { tenantId, action, target: id, payload });
  });
  return toOwnSheet(reader, before);
}

/** Deletes a person's sheet; for thirty days it can be had back. @throws `sheet.not_found`, `sheets.forbidden` */
export async function removeSheet(ctx: Context, input: { id: string }): Promise<void> {
  const { id } = parse(sheetIdInput, input);
  await mark(await sheetReader(ctx, id), id, ctx.clock.now());
}

/** Brings a deleted sheet back as it was. @throws `sheet.not_found`, `sheets.forbidden` */
export async function restoreSheet(ctx: Context, input: { id: string }): Promise<OwnSheet> {
  const { id } = parse(sheetIdInput, input);
  return mark(await sheetReader(ctx, id), id, null);
}
