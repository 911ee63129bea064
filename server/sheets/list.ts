import { readerOf } from "@/server/apps";
import type { Context } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";
import { sheetsOf } from "./find";
import type { OwnSheet } from "./own-sheet";
import { sheetsOfInput } from "./schemas";

/** Sheets people made in an app: one's own, and those shared. @throws `app.not_found` */
export async function listSheets(ctx: Context, input: { app: string }): Promise<OwnSheet[]> {
  return sheetsOf(await readerOf(ctx, parse(sheetsOfInput, input).app));
}
