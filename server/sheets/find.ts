import { and, asc, eq, isNull, or } from "drizzle-orm";
import { type Reader, readerOf } from "@/server/apps";
import { scopeOf } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { AppError, notFound } from "@/server/shared/errors";
import { type OwnSheet, type OwnSheetRow, toOwnSheet } from "./own-sheet";

/** The reader's own sheets of the app and those shared with them, oldest first. */
export async function sheetsOf(reader: Reader): Promise<OwnSheet[]> {
  const { ownSheets: s } = reader.ctx.store.tables;
  const rows = await reader.ctx.store.read
    .select()
    .from(s)
    .where(
      and(eq(s.appId, reader.row.id), isNull(s.deletedAt), or(eq(s.owner, reader.owner), eq(s.shared, true))),
    )
    .orderBy(asc(s.createdAt), asc(s.id));
  return rows.map((row) => toOwnSheet(reader, row));
}

/**
 * A sheet of the reader's app that they may see; somebody else's private one looks like one that does not exist.
 * @param deleted also one that was deleted and may be had back
 * @throws `sheet.not_found`
 */
async function sheetRow(reader: Reader, id: string, deleted: boolean): Promise<OwnSheetRow> {
  const { ownSheets: s } = reader.ctx.store.tables;
  const [row] = await reader.ctx.store.read
    .select()
    .from(s)
    .where(and(eq(s.id, id), eq(s.appId, reader.row.id), eq(s.tenantId, reader.row.tenantId)));
  const visible = row && (row.owner === reader.owner || row.shared);
  if (!visible || (row.deletedAt && !deleted)) throw notFound("sheet", id);
  return row;
}

/** As it is, for whoever may change it. @throws `sheet.not_found`, `sheets.forbidden` */
export async function ownSheet(reader: Reader, id: string, deleted = false): Promise<OwnSheetRow> {
  const row = await sheetRow(reader, id, true);
  const may = reader.writes && (row.owner === reader.owner || reader.manages);
  if (!may)
    throw new AppError(
      "forbidden",
      "sheets.forbidden",
      "Only whoever made the sheet, or an admin, changes it.",
      {
        advice: "Duplicate it, and change the copy.",
      },
    );
  if (row.deletedAt && !deleted) throw notFound("sheet", id);
  return row;
}

/** The actor as a reader of a sheet's app. @throws `sheet.not_found`, `auth.forbidden` */
export async function sheetReader(ctx: Context, id: string): Promise<Reader> {
  const { ownSheets: s } = ctx.store.tables;
  const [row] = await ctx.store.read
    .select({ tenantId: s.tenantId, appId: s.appId })
    .from(s)
    .where(eq(s.id, id));
  await scopeOf(ctx, "apps:query", "sheet", id, row);
  if (!row) throw notFound("sheet", id);
  return readerOf(ctx, row.appId);
}

/** As `sheetRow`, for whoever asks. @throws `sheet.not_found` */
export async function getSheet(ctx: Context, input: { id: string }): Promise<OwnSheet> {
  const reader = await sheetReader(ctx, input.id);
  return toOwnSheet(reader, await sheetRow(reader, input.id, false));
}
