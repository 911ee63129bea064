import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { join } from "node:path";
import type { BuiltinOptions } from "@/server/builtin/deps";
import { read } from "@/server/builtin/effects";
import { safePart } from "@/server/builtin/files/paths";
import { requireObject, requireTenant } from "@/server/builtin/objects";
import { type ContentPart, contentParts } from "@/server/platform/content";
import type { AppContent, TenantRef } from "@/server/platform/port";

/** Hashes the bytes that a reload would read, not what was noted about them. */
async function fileOf(
  folder: string,
  { path, sha256 }: { path: string; sha256: string },
): Promise<ContentPart> {
  const hash = createHash("sha256");
  let bytes = 0;
  try {
    for await (const chunk of createReadStream(join(folder, safePart(sha256))) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      bytes += chunk.length;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return { kind: "file", name: path, bytes: 0, sha256: null };
  }
  return { kind: "file", name: path, bytes, sha256: hash.digest("hex") };
}

/** What an app is made of, as this platform keeps it. @throws `platform.not_found` */
export async function appContent(
  { state, folders }: Pick<BuiltinOptions, "state" | "folders">,
  tenant: TenantRef,
  app: string,
): Promise<AppContent> {
  await requireTenant(state, tenant);
  const { template, version, sheets } = await requireObject(state, tenant.id, "app", app);
  const script = (await read(state, tenant.id, "script", app))?.value;
  const parts = contentParts({ script: script?.script ?? "", sheets });
  const files: ContentPart[] = [];
  for (const file of script?.files ?? []) files.push(await fileOf(folders.templates, file));
  return { template, version, parts: [...files, ...parts.filter(({ kind }) => script || kind !== "script")] };
}
