import { rm } from "node:fs/promises";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { append } from "@/server/audit";
import { scopeOf } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { noteChanged } from "@/server/shared/metering";
import { parse } from "@/server/shared/parse";
import { uploadFolder } from "./file";
import { fileIdInput } from "./schemas";

/** @throws `file.not_found` */
export async function deleteFile(ctx: Context, input: { id: string }): Promise<void> {
  const { id } = parse(fileIdInput, input);
  const { files: t } = ctx.store.tables;
  const [row] = await ctx.store.read.select().from(t).where(eq(t.id, id));
  const opened = await scopeOf(ctx, "files:write", "file", id, row);
  if (!row) return;
  await ctx.store.tx(async (db) => {
    await db.delete(t).where(eq(t.id, id));
    await append(db, ctx, {
      tenantId: opened.tenantId,
      action: "file.delete",
      target: id,
      payload: { name: row.name },
    });
  });
  noteChanged(opened.tenantId);
  await rm(join(uploadFolder(ctx.dataFolder, opened.tenantId), row.name), { force: true });
}
