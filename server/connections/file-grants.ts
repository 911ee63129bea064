import { isAbsolute, relative, resolve, sep } from "node:path";
import { eq } from "drizzle-orm";
import type { Store } from "@/db/store";
import { append } from "@/server/audit";
import { mayEverywhere, scope } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";

const settingId = (tenantId: string) => `file-grants:${tenantId}`;

/** Files and folders of this machine a tenant's connections may read, besides the operator's folders. */
export interface FileGrants {
  of(tenantId: string): readonly string[];
  remember(tenantId: string, paths: readonly string[]): void;
}

/** Reads all grants once; `of` is asked on every connection and must not wait. */
export async function loadFileGrants(store: Store): Promise<FileGrants> {
  const { settings } = store.tables;
  const byTenant = new Map<string, readonly string[]>();
  for (const row of await store.read.select().from(settings)) {
    if (row.id.startsWith("file-grants:"))
      byTenant.set(row.id.slice("file-grants:".length), row.value as string[]);
  }
  return {
    of: (tenantId) => byTenant.get(tenantId) ?? [],
    remember: (tenantId, paths) => void byTenant.set(tenantId, paths),
  };
}

const contains = (folder: string, path: string) => {
  const way = relative(folder, path);
  return way === "" || !(way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way));
};

/** The portal's own files are no data source; its sample databases and nothing else of it may be read. */
function refuseOwnData(path: string, dataFolder: string): void {
  const sample = resolve(dataFolder, "sample");
  if (contains(sample, path)) return;
  if (contains(dataFolder, path) || contains(path, dataFolder)) {
    throw new AppError("forbidden", "source.forbidden", `"${path}" holds the portal's own data.`, {
      advice: "Name a file or folder outside of the data folder.",
    });
  }
}

/**
 * Whoever may change the installation's settings opens a path for one tenant by naming it in its connection; anybody
 * else can name only what lies below the operator's folders or was uploaded.
 * @param paths absolute
 */
export async function grantFiles(
  ctx: Context,
  grants: FileGrants,
  input: { tenantId: string; paths: readonly string[] },
): Promise<void> {
  const wanted = input.paths.map((p) => resolve(p));
  if (wanted.length === 0 || !mayEverywhere(ctx.actor, "settings:write")) return;
  const { tenantId } = await scope(ctx, "connections:write", input.tenantId);
  const known = grants.of(tenantId);
  const fresh = [...new Set(wanted)].filter((p) => !known.some((k) => contains(k, p)));
  if (fresh.length === 0) return;
  for (const path of fresh) refuseOwnData(path, ctx.dataFolder);
  const value = [...known, ...fresh];
  const { settings } = ctx.store.tables;
  const updatedAt = ctx.clock.now();
  await ctx.store.tx(async (db) => {
    await db.delete(settings).where(eq(settings.id, settingId(tenantId)));
    await db.insert(settings).values({ id: settingId(tenantId), value, updatedAt });
    await append(db, ctx, {
      tenantId,
      action: "connection.grant-files",
      target: tenantId,
      payload: { paths: fresh },
    });
  });
  grants.remember(tenantId, value);
}
