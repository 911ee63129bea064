import { mkdir, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { and, eq } from "drizzle-orm";
import type { Database } from "@/db/store";
import { append } from "@/server/audit";
import { authorize } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { randomToken, sha256 } from "@/server/shared/crypto";
import { AppError } from "@/server/shared/errors";
import { newId } from "@/server/shared/ids";
import { type CompiledTemplate, compileTemplate, type ScriptCheck } from "./compile";
import { readTemplateFolder, type TemplateSource } from "./source";
import { type TemplateVersion, toTemplateVersion } from "./template";
import { textByLanguage } from "./texts";
import { compareVersions } from "./versions";

export interface ImportResult {
  /** `found`: the same content is already released under this version; nothing was written. */
  effect: "created" | "found";
  version: TemplateVersion;
  warnings: string[];
}

/**
 * Releases the template in a folder of this machine. See `importTemplateSource`.
 * @throws `templates.folder`
 */
export async function importTemplate(
  ctx: Context,
  input: { folder: string },
  checkScript?: ScriptCheck,
): Promise<ImportResult> {
  authorize(ctx, "templates:import");
  return importTemplateSource(ctx, await readTemplateFolder(input.folder), checkScript);
}

/**
 * Checks a template and releases it as `id@version`. Released content never changes: the same again is `found`.
 * @throws `templates.invalid` with every issue by file and line; `templates.immutable`
 */
export async function importTemplateSource(
  ctx: Context,
  source: TemplateSource,
  checkScript?: ScriptCheck,
): Promise<ImportResult> {
  authorize(ctx, "templates:import");
  const compiled = compileTemplate(source, checkScript);
  for (const file of source.files) await keepFile(ctx.dataFolder, file.bytes);
  return ctx.store.tx(async (db) => {
    const found = await existing(ctx, db, compiled);
    if (found) return { effect: "found", version: found, warnings: compiled.warnings };
    const version = await insert(ctx, db, compiled);
    return { effect: "created", version, warnings: compiled.warnings };
  });
}

async function existing(ctx: Context, db: Database, c: CompiledTemplate): Promise<TemplateVersion | null> {
  const { templateVersions: t } = ctx.store.tables;
  const { id, version } = c.manifest;
  const [row] = await db
    .select()
    .from(t)
    .where(and(eq(t.templateId, id), eq(t.version, version)));
  if (!row) return null;
  if (row.contentHash === c.contentHash) return toTemplateVersion(row);
  throw new AppError("conflict", "templates.immutable", `${id}@${version} is released with other content.`, {
    advice: "Raise the version in template.yaml: released content never changes.",
    params: { template: id, version },
    issues: [{ path: "version", message: "is released with other content" }],
  });
}

async function insert(ctx: Context, db: Database, c: CompiledTemplate): Promise<TemplateVersion> {
  const { templates, templateVersions } = ctx.store.tables;
  const { id, version, module } = c.manifest;
  const now = ctx.clock.now();
  const [template] = await db.select().from(templates).where(eq(templates.id, id));
  const newest = !template || compareVersions(version, template.latestVersion) > 0;
  const shown = { module, title: textByLanguage(c.manifest.title), latestVersion: version, updatedAt: now };
  if (!template) await db.insert(templates).values({ id, ...shown, createdAt: now });
  else if (newest) await db.update(templates).set(shown).where(eq(templates.id, id));
  const [row] = await db
    .insert(templateVersions)
    .values({
      id: newId("templateVersion", now.getTime()),
      templateId: id,
      version,
      state: "released",
      manifest: c.manifest,
      script: c.script,
      sheets: c.sheets,
      files: c.files,
      contentHash: c.contentHash,
      createdAt: now,
      releasedAt: now,
    })
    .returning();
  if (!row) throw new Error("insert returned no row");
  await append(db, ctx, {
    tenantId: null,
    action: "template.import",
    target: `${id}@${version}`,
    payload: { template: id, version, contentHash: c.contentHash, files: c.files.length },
  });
  return toTemplateVersion(row);
}

/** Path a template's file is kept at, by its content. */
export function templateFilePath(dataFolder: string, hash: string): string {
  return join(dataFolder, "templates", hash);
}

async function keepFile(dataFolder: string, bytes: Buffer): Promise<void> {
  const path = templateFilePath(dataFolder, sha256(bytes));
  const there = await stat(path).catch(() => null);
  if (there?.size === bytes.length) return;
  await mkdir(join(dataFolder, "templates"), { recursive: true });
  const temporary = `${path}.${randomToken(6)}`;
  await writeFile(temporary, bytes, { flush: true });
  await rename(temporary, path);
}
