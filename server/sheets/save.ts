import { and, eq } from "drizzle-orm";
import { append } from "@/server/audit";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import { ownSheet, sheetReader } from "./find";
import { dashboardId, type OwnSheet, toOwnSheet } from "./own-sheet";
import { type SaveSheetInput, saveSheetInput } from "./schemas";

/**
 * Replaces what is on a sheet. Fields and measures are not looked up: what is gone says so where it is shown.
 * @throws `sheet.not_found`, `sheets.forbidden`, `sheets.changed` where somebody saved it meanwhile
 */
export async function saveSheet(ctx: Context, input: SaveSheetInput): Promise<OwnSheet> {
  const { id, revision, sheet } = parse(saveSheetInput, input);
  const reader = await sheetReader(ctx, id);
  const before = await ownSheet(reader, id);
  const { ownSheets: s } = ctx.store.tables;
  const after = {
    sheet: { ...sheet, sheet: dashboardId(id) },
    revision: revision + 1,
    updatedAt: ctx.clock.now(),
  };
  await ctx.store.tx(async (db) => {
    const saved = await db
      .update(s)
      .set(after)
      .where(and(eq(s.id, id), eq(s.revision, revision)))
      .returning({ id: s.id });
    if (saved.length === 0) throw changed();
    const { tenantId, title: app } = reader.row;
    const payload = { app, title: sheet.title, revision: after.revision, objects: sheet.objects.length };
    await append(db, ctx, { tenantId, action: "sheet.save", target: id, payload });
  });
  return toOwnSheet(reader, { ...before, ...after });
}

const changed = () =>
  new AppError("conflict", "sheets.changed", "The sheet was saved meanwhile, here or elsewhere.", {
    advice: "Open it again to see what is there now.",
  });
