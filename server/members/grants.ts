import { eq } from "drizzle-orm";
import { z } from "zod";
import { scopeOf } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { notFound } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import { type Granted, grantedGroups, replaceGrants, rowsOf } from "./grant-rows";

export const grantsOfInput = z.strictObject({ appId: z.string().min(1).max(60) });
export const setGrantsInput = grantsOfInput.extend({ groups: grantedGroups });

/** The app, opened for its people's rights. @throws `app.not_found` */
export async function openedApp(ctx: Context, permission: "members:read" | "members:write", appId: string) {
  const { apps: t } = ctx.store.tables;
  const [row] = await ctx.store.read.select().from(t).where(eq(t.id, appId));
  const opened = await scopeOf(ctx, permission, "app", appId, row);
  if (!row) throw notFound("app", appId);
  return { row, opened };
}

const ofApp = (appId: string) => ({ kind: "app", appId, target: "" }) as const;

/** Groups that open an app; none: all people of the tenant do. @throws `app.not_found` */
export async function grantsOf(ctx: Context, input: z.input<typeof grantsOfInput>): Promise<Granted[]> {
  const { appId } = parse(grantsOfInput, input);
  const { opened } = await openedApp(ctx, "members:read", appId);
  return rowsOf(ctx, ctx.store.read, opened, ofApp(appId));
}

/**
 * Says which groups open an app. Admins open it always. Equal grants write nothing.
 * @throws `app.not_found`, `group.not_found`
 */
export async function setGrants(ctx: Context, input: z.input<typeof setGrantsInput>): Promise<Granted[]> {
  const { appId, groups } = parse(setGrantsInput, input);
  const { row, opened } = await openedApp(ctx, "members:write", appId);
  const payload = { app: row.title };
  return replaceGrants(ctx, opened, ofApp(appId), groups, { action: "app.grant", target: appId, payload });
}
