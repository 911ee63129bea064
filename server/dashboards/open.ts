import { appIdInput, type DashboardDocument, publishedDashboard, type Reader, readerOf } from "@/server/apps";
import { startingBookmark } from "@/server/bookmarks";
import type { Context } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";
import { type OwnSheet, sheetsOf } from "@/server/sheets";

/** The dashboard as its reader starts with it: the app's document, and what they keep in it. */
export async function dashboardOf(reader: Reader): Promise<DashboardDocument> {
  const [document, own, start] = await Promise.all([
    publishedDashboard(reader.ctx, reader.row, reader.asker),
    sheetsOf(reader),
    startingBookmark(reader),
  ]);
  return {
    ...document,
    ...(own.length > 0 ? ownPart(document, own) : {}),
    ...(start ? { start } : {}),
  };
}

/** Sheets that people made come after the template's, whatever version that has. */
function ownPart({ sheets }: DashboardDocument, own: OwnSheet[]): Pick<DashboardDocument, "sheets" | "own"> {
  const facts = own.map(({ sheet, ...rest }) => [sheet.sheet, rest] as const);
  return { sheets: [...sheets, ...own.map(({ sheet }) => sheet)], own: Object.fromEntries(facts) };
}

/** As `dashboardOf`, for the actor. @throws `app.not_found`, `apps.no_data`, `query.no_access` */
export async function openDashboard(ctx: Context, input: { id: string }): Promise<DashboardDocument> {
  return dashboardOf(await readerOf(ctx, parse(appIdInput, input).id));
}
