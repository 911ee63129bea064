import { createHash, randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as WebStream } from "node:stream/web";
import { and, eq, sum } from "drizzle-orm";
import { append } from "@/server/audit";
import { scope, type TenantScope, within } from "@/server/auth";
import { planByRef } from "@/server/plans";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { newId } from "@/server/shared/ids";
import { makeFolder } from "@/server/shared/make-folder";
import { noteChanged } from "@/server/shared/metering";
import { parse } from "@/server/shared/parse";
import { unwritable } from "@/server/shared/unwritable";
import { getTenantRow } from "@/server/tenants";
import { toFile, type UploadedFile, uploadFolder } from "./file";
import { FILE_TYPES, type FileExtension, uploadFileInput } from "./schemas";

/** Bytes the tenant's plan leaves, the file that is replaced not counted. */
async function room(ctx: Context, opened: TenantScope, name: string): Promise<number> {
  const { files } = ctx.store.tables;
  const plan = planByRef((await getTenantRow(ctx, opened.tenantId)).plan);
  const [all] = await ctx.store.read
    .select({ bytes: sum(files.bytes) })
    .from(files)
    .where(within(opened, files));
  const [same] = await ctx.store.read
    .select({ bytes: files.bytes })
    .from(files)
    .where(and(within(opened, files), eq(files.name, name)));
  return plan.entitlements.storageMb * 1_048_576 - Number(all?.bytes ?? 0) + (same?.bytes ?? 0);
}

/** Streams to a temporary file, counting and hashing; stops at the limit. */
async function receive(body: WebStream<Uint8Array>, file: string, limit: number) {
  const hash = createHash("sha256");
  let bytes = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > limit) {
        done(
          new AppError(
            "too-large",
            "files.too_large",
            "The file is larger than the storage the plan leaves.",
            {
              advice: "Delete files that are no longer read, or choose a larger plan.",
            },
          ),
        );
        return;
      }
      hash.update(chunk);
      done(null, chunk);
    },
  });
  await pipeline(Readable.fromWeb(body), meter, createWriteStream(file, { mode: 0o600, flags: "wx" }));
  const handle = await open(file, "r+");
  await handle.sync();
  await handle.close();
  return { bytes, sha256: hash.digest("hex") };
}

/**
 * Takes a file for a tenant's connections. The same name again replaces the file at once, readers keep the old one.
 * @throws `files.too_large` beyond the plan's storage; `generations.unwritable` where the disk is full
 */
export async function uploadFile(
  ctx: Context,
  input: { tenantId: string; name: string },
  body: WebStream<Uint8Array>,
): Promise<UploadedFile> {
  const { tenantId, name } = parse(uploadFileInput, input);
  const opened = await scope(ctx, "files:write", tenantId);
  const folder = uploadFolder(ctx.dataFolder, opened.tenantId);
  const temporary = join(folder, `.${randomUUID()}.part`);
  try {
    await makeFolder(folder);
    const facts = await receive(body, temporary, await room(ctx, opened, name));
    await rename(temporary, join(folder, name));
    const file = await record(ctx, opened, name, facts);
    noteChanged(opened.tenantId);
    return file;
  } catch (error) {
    throw unwritable(error);
  } finally {
    await rm(temporary, { force: true });
  }
}

async function record(
  ctx: Context,
  opened: TenantScope,
  name: string,
  facts: { bytes: number; sha256: string },
): Promise<UploadedFile> {
  const { files: t } = ctx.store.tables;
  const extension = name.slice(name.lastIndexOf(".") + 1).toLowerCase() as FileExtension;
  return ctx.store.tx(async (db) => {
    const now = ctx.clock.now();
    const { tenantId } = opened;
    await db.delete(t).where(and(within(opened, t), eq(t.name, name)));
    const values = {
      id: newId("file", now.getTime()),
      tenantId,
      name,
      ...facts,
      mediaType: FILE_TYPES[extension],
    };
    const [row] = await db
      .insert(t)
      .values({ ...values, createdAt: now })
      .returning();
    if (!row) throw new Error("insert returned no row");
    await append(db, ctx, { tenantId, action: "file.upload", target: row.id, payload: { name, ...facts } });
    return toFile(row);
  });
}
