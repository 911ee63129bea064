import { appIdInput, type DashboardDocument, publishedDashboard, type Reader, readerOf } from "@/server/apps";
import { startingBookmark } from "@/server/bookmarks";
import type { Context } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";

/** The dashboard as its reader starts with it: the app's document, and what they keep in it. */
export async function dashboardOf(reader: Reader): Promise<DashboardDocument> {
  const [document, start] = await Promise.all([
    publishedDashboard(reader.ctx, reader.row, reader.asker),
    startingBookmark(reader),
  ]);
  return start ? { ...document, start } : document;
}

/** As `dashboardOf`, for the actor. @throws `app.not_found`, `apps.no_data`, `query.no_access` */
export async function openDashboard(ctx: Context, input: { id: string }): Promise<DashboardDocument> {
  return dashboardOf(await readerOf(ctx, parse(appIdInput, input).id));
}
