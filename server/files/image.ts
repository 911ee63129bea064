import { eq } from "drizzle-orm";
import { type Permission, scopeOf } from "@/server/auth";
import type { Context, Services } from "@/server/shared/context";
import { AppError, notFound } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import type { FileRow } from "./file";
import { fileIdInput, IMAGE_TYPES } from "./schemas";
import { readWhole } from "./whole";

/** A tenant's logo is at the head of every page of its people; other files are their authors' work. */
async function permissionFor(
  { store }: Pick<Services, "store">,
  file: FileRow | undefined,
): Promise<Permission> {
  const { tenants: t } = store.tables;
  if (!file?.tenantId) return "files:read";
  const [tenant] = await store.read.select({ branding: t.branding }).from(t).where(eq(t.id, file.tenantId));
  return tenant?.branding.logo === file.id ? "tenants:read" : "files:read";
}

/** The bytes of an uploaded picture. @throws `file.not_found`, also for a file that is no picture; `files.damaged` */
export async function readImage(
  ctx: Context,
  input: { id: string },
): Promise<{ bytes: Buffer; mediaType: string }> {
  const { id } = parse(fileIdInput, input);
  const { files: t } = ctx.store.tables;
  const [row] = await ctx.store.read.select().from(t).where(eq(t.id, id));
  const opened = await scopeOf(ctx, await permissionFor(ctx, row), "file", id, row);
  if (!row || !IMAGE_TYPES.has(row.mediaType)) throw notFound("file", id);
  const bytes = await readWhole(ctx.dataFolder, opened.tenantId, row);
  if (!bytes) {
    ctx.log.error({ file: id, tenant: opened.tenantId }, "uploaded file damaged or gone");
    throw damaged(row);
  }
  return { bytes, mediaType: row.mediaType };
}

function damaged({ id, name }: FileRow): AppError {
  return new AppError(
    "failed",
    "files.damaged",
    `The file "${name}" is not as it was uploaded. It was not opened.`,
    {
      advice: "Upload it again.",
      params: { id },
    },
  );
}
