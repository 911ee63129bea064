import { and, inArray } from "drizzle-orm";
import type { z } from "zod";
import { scope, visibleTenants, within } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { newestFirst, olderThan, pageOf } from "@/server/shared/newest-first";
import type { Page } from "@/server/shared/pagination";
import { parse } from "@/server/shared/parse";
import { toFile, type UploadedFile } from "./file";
import { listFilesInput } from "./schemas";

/** Uploaded files of one tenant, or of all the actor may see; newest first, keyset-paged. */
export async function listFiles(
  ctx: Context,
  input: z.input<typeof listFilesInput> = {},
): Promise<Page<UploadedFile>> {
  const f = parse(listFilesInput, input);
  const { files: t } = ctx.store.tables;
  const visible = visibleTenants(ctx, "files:read");
  const only = f.tenantId ? within(await scope(ctx, "files:read", f.tenantId), t) : undefined;
  const rows = await ctx.store.read
    .select()
    .from(t)
    .where(and(only, visible ? inArray(t.tenantId, visible) : undefined, olderThan(t, f.cursor)))
    .orderBy(...newestFirst(t))
    .limit(f.limit + 1);
  return pageOf(rows, f.limit, toFile);
}
