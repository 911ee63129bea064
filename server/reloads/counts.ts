import { reducedApps } from "@/server/apps";
import type { Context } from "@/server/shared/context";
import type { Reload } from "./reload";

/**
 * Apps whose reloads are told without how much they loaded: their data have section access, and the asker, who does
 * not assign people to groups, may see only a part of them.
 */
export const uncountedApps = (ctx: Context, apps: readonly string[]): Promise<Set<string>> =>
  reducedApps(ctx, apps, "members:write");

/** Reloads as the asker may know them: without progress where it would tell the rows of the whole. */
export async function asAllowed<T extends Pick<Reload, "appId" | "progress">>(
  ctx: Context,
  reloads: readonly T[],
): Promise<T[]> {
  const hidden = await uncountedApps(
    ctx,
    reloads.map(({ appId }) => appId),
  );
  return reloads.map((reload) => (hidden.has(reload.appId) ? { ...reload, progress: null } : reload));
}
