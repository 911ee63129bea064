import { and, eq, isNull } from "drizzle-orm";
import { publishedDashboard, type Reader, readerOf } from "@/server/apps";
import { append } from "@/server/audit";
import { scopeOf } from "@/server/auth";
import { requireCapability } from "@/server/capabilities";
import type { Context } from "@/server/shared/context";
import { AppError, notFound } from "@/server/shared/errors";
import { newId } from "@/server/shared/ids";
import { parse } from "@/server/shared/parse";
import type { Sheet } from "@/server/templates";
import { sheetsOf } from "./find";
import { dashboardId, type OwnSheet, toOwnSheet } from "./own-sheet";
import { type CreateSheetInput, createSheetInput } from "./schemas";

/** Of one person in one app. */
export const MOST_SHEETS = 100;

/** The sheet to copy, and which one of the template it comes from. @throws `sheet.not_found` */
async function original(reader: Reader, id: string): Promise<{ sheet: Sheet; copiedFrom: string | null }> {
  const own = (await sheetsOf(reader)).find(({ sheet }) => sheet.sheet === id);
  if (own) return own;
  const { sheets } = await publishedDashboard(reader.ctx, reader.row, reader.asker);
  const base = sheets.find(({ sheet }) => sheet === id);
  if (!base) throw notFound("sheet", id);
  return { sheet: base, copiedFrom: id };
}

const empty: Sheet = { sheet: "new", format: 1, title: "", objects: [] };

/**
 * Makes a private sheet: empty, or a copy of one the author sees. Base sheets stay as they are.
 * @throws `app.not_found`, `sheet.not_found`, `sheets.too_many`, `auth.forbidden`, `capabilities.missing`
 */
export async function createSheet(ctx: Context, input: CreateSheetInput): Promise<OwnSheet> {
  const { app, title, from } = parse(createSheetInput, input);
  const reader = await readerOf(ctx, app);
  const { row, owner } = reader;
  await scopeOf(ctx, "sheets:write", "app", app, row);
  await requireCapability(ctx, row.tenantId, "authoring");
  const { sheet, copiedFrom } = from ? await original(reader, from) : { sheet: empty, copiedFrom: null };
  const { ownSheets: s } = ctx.store.tables;
  const now = ctx.clock.now();
  const id = newId("sheet", now.getTime());
  const made = {
    id,
    tenantId: row.tenantId,
    appId: row.id,
    owner,
    sheet: { ...sheet, sheet: dashboardId(id), title },
    copiedFrom,
    shared: false,
    revision: 1,
    createdAt: now,
    updatedAt: now,
    deletedAt: null,
  };
  await ctx.store.tx(async (db) => {
    const mine = await db
      .select({ id: s.id })
      .from(s)
      .where(and(eq(s.appId, row.id), eq(s.owner, owner), isNull(s.deletedAt)));
    if (mine.length >= MOST_SHEETS) throw tooMany();
    await db.insert(s).values(made);
    const payload = { app: row.title, title, copiedFrom: from ?? null };
    await append(db, ctx, { tenantId: row.tenantId, action: "sheet.create", target: id, payload });
  });
  return toOwnSheet(reader, made);
}

const tooMany = () =>
  new AppError("limit", "sheets.too_many", `You have ${MOST_SHEETS} sheets of your own in this app.`, {
    advice: "Delete some that you no longer use.",
    params: { most: MOST_SHEETS },
  });
