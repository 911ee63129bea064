import { resolve } from "node:path";
import { append } from "@/server/audit";
import { authorize } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { AppError, type ErrorOptions } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import { folderProblem } from "./folder-entry";
import { hostEntryProblem } from "./host-entry";
import type { Reach } from "./port";
import { type ChangeReachInput, changeReachInput } from "./schemas";
import { REACH_ROWS } from "./source-reach";

/** What connections may reach beyond public addresses and uploads. `fixed` is from the environment. */
export async function getReach(ctx: Context): Promise<{ fixed: Reach; chosen: Reach }> {
  authorize(ctx, "settings:read");
  const { fixed, chosen } = ctx.tools.sourceReach;
  return { fixed, chosen: chosen() };
}

type Issues = NonNullable<ErrorOptions["issues"]>;

async function problems(ctx: Context, wanted: Reach, before: Reach): Promise<Issues> {
  const hosts = wanted.hosts.map((entry, i) => ({ path: `hosts[${i}]`, message: hostEntryProblem(entry) }));
  // A folder that was allowed before may have gone since: that must not stand in the way of another change.
  const folders = await Promise.all(
    wanted.folders.map(async (folder, i) => ({
      path: `folders[${i}]`,
      message: before.folders.includes(folder) ? null : await folderProblem(folder, ctx.dataFolder),
    })),
  );
  return [...hosts, ...folders].flatMap(({ path, message }) => (message ? [{ path, message }] : []));
}

/**
 * Replaces the list of hosts, or of folders, that connections may reach. It counts from the next connection on.
 * @throws `settings.reach` with an issue per wrong entry
 */
export async function changeReach(ctx: Context, input: ChangeReachInput): Promise<Reach> {
  authorize(ctx, "settings:write");
  const asked = parse(changeReachInput, input);
  const before = ctx.tools.sourceReach.chosen();
  const wanted: Reach = {
    hosts: [...new Set(asked.hosts ?? before.hosts)],
    folders: [...new Set((asked.folders ?? before.folders).map((f) => (f.startsWith("/") ? resolve(f) : f)))],
  };
  const issues = await problems(ctx, wanted, before);
  const first = issues[0];
  if (first) {
    const [, list, index] = /^(\w+)\[(\d+)\]$/.exec(first.path) ?? [];
    const entry = (list === "hosts" ? wanted.hosts : wanted.folders)[Number(index)] ?? "";
    throw new AppError("invalid", "settings.reach", `"${entry}" ${first.message}.`, { issues });
  }
  const { settings } = ctx.store.tables;
  const updatedAt = ctx.clock.now();
  await ctx.store.tx(async (db) => {
    for (const [list, id] of Object.entries(REACH_ROWS)) {
      const value = wanted[list as keyof Reach];
      await db
        .insert(settings)
        .values({ id, value, updatedAt })
        .onConflictDoUpdate({ target: settings.id, set: { value, updatedAt } });
    }
    const payload = { before, after: wanted };
    await append(db, ctx, { tenantId: null, action: "settings.change-reach", target: "sources", payload });
  });
  ctx.tools.sourceReach.remember(wanted);
  return wanted;
}
