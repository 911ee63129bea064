import { and, eq } from "drizzle-orm";
import { z } from "zod";
import type { AppRow } from "@/server/apps";
import { within } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { notFound } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import type { Sheet } from "@/server/templates";
import { type Granted, grantedGroups, replaceGrants } from "./grant-rows";
import { grantsOfInput, openedApp } from "./grants";

export const setSheetGrantsInput = grantsOfInput.extend({
  sheet: z.string().min(1).max(100),
  groups: grantedGroups,
});

/** A base sheet of an app and the groups that see it; none: all who open the app. */
export interface SheetGrants {
  sheet: string;
  title: Sheet["title"];
  groups: Granted[];
}

/** An app's sheets of its template. @internal */
export async function baseSheets(ctx: Context, app: AppRow): Promise<Sheet[]> {
  const { templateVersions: v } = ctx.store.tables;
  const version = app.publishedVersion ?? app.stagedVersion ?? "";
  const [found] = await ctx.store.read
    .select({ sheets: v.sheets })
    .from(v)
    .where(and(eq(v.templateId, app.templateId), eq(v.version, version)));
  // Checked when it was written.
  return (found?.sheets ?? []) as unknown as Sheet[];
}

/** An app's base sheets with who sees each. @throws `app.not_found` */
export async function sheetGrants(
  ctx: Context,
  input: z.input<typeof grantsOfInput>,
): Promise<SheetGrants[]> {
  const { appId } = parse(grantsOfInput, input);
  const { row, opened } = await openedApp(ctx, "members:read", appId);
  const { grants: g, groups: t } = ctx.store.tables;
  const [sheets, given] = await Promise.all([
    baseSheets(ctx, row),
    ctx.store.read
      .select({ sheet: g.target, id: t.id, name: t.name })
      .from(g)
      .innerJoin(t, eq(t.id, g.groupId))
      .where(and(within(opened, g), eq(g.appId, appId), eq(g.kind, "sheet"))),
  ]);
  return sheets.map(({ sheet, title }) => ({
    sheet,
    title,
    groups: given.filter((it) => it.sheet === sheet).map(({ id, name }) => ({ id, name })),
  }));
}

/**
 * Says which groups see a base sheet; none: all who open the app. Admins see it always. What it shows may be asked in
 * other ways all the same: fields are closed by their class. @throws `app.not_found`, `sheet.not_found`, `group.not_found`
 */
export async function setSheetGrants(
  ctx: Context,
  input: z.input<typeof setSheetGrantsInput>,
): Promise<Granted[]> {
  const { appId, sheet, groups } = parse(setSheetGrantsInput, input);
  const { row, opened } = await openedApp(ctx, "members:write", appId);
  const known = (await baseSheets(ctx, row)).some((it) => it.sheet === sheet);
  if (!known && groups.length > 0) throw notFound("sheet", sheet);
  const payload = { app: row.title, sheet };
  const told = { action: "sheet.grant", target: appId, payload };
  return replaceGrants(ctx, opened, { kind: "sheet", appId, target: sheet }, groups, told);
}
