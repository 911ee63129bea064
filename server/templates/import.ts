import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { and, eq } from "drizzle-orm";
import type { Database } from "@/db/store";
import { append } from "@/server/audit";
import { actorName, authorize } from "@/server/auth";
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
  refuseDraftVersion(compiled.manifest.version);
  for (const file of source.files) await keepFile(ctx.dataFolder, file.bytes);
  return ctx.store.tx(async (db) => {
    const found = await existing(ctx, db, compiled);
    if (found) return { effect: "found", version: found, warnings: compiled.warnings };
    const version = await insertRelease(ctx, db, compiled, { texts: textsOfSource(source), changelog: null });
    const { manifest, contentHash, files } = compiled;
    await append(db, ctx, {
      tenantId: null,
      action: "template.import",
      target: `${manifest.id}@${manifest.version}`,
      payload: { template: manifest.id, version: manifest.version, contentHash, files: files.length },
    });
    return { effect: "created", version, warnings: compiled.warnings };
  });
}

/** The typed files by their paths in the folder. */
function textsOfSource(source: TemplateSource): Record<string, string> {
  const sheets = source.sheets.map((s) => [`sheets/${s.file.split("/").at(-1)}`, s.text]);
  return {
    "template.yaml": source.manifest.text,
    "script.qvs": source.script.text,
    ...Object.fromEntries(sheets),
  };
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

export interface Release {
  texts: Record<string, string>;
  /** Markdown. */
  changelog: string | null;
}

/** Writes a compiled template as its released version, inside a transaction that has checked the permission. */
export async function insertRelease(
  ctx: Context,
  db: Database,
  c: CompiledTemplate,
  { texts, changelog }: Release,
): Promise<TemplateVersion> {
  const { templates, templateVersions } = ctx.store.tables;
  const { id, version, module } = c.manifest;
  const now = ctx.clock.now();
  const [template] = await db.select().from(templates).where(eq(templates.id, id));
  const newest = !template?.latestVersion || compareVersions(version, template.latestVersion) > 0;
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
      texts,
      changelog,
      releasedBy: actorName(ctx.actor),
      createdAt: now,
      releasedAt: now,
    })
    .returning();
  if (!row) throw new Error("insert returned no row");
  return toTemplateVersion(row);
}

/** Versions of a draft's runs look like `1.3.0-draft.4`; nobody else may. @throws `templates.draft_version` */
export function refuseDraftVersion(version: string): void {
  if (!/-draft\.\d+$/.test(version)) return;
  throw new AppError(
    "invalid",
    "templates.draft_version",
    `"${version}" is how runs of a draft are numbered.`,
    {
      advice: "Name the version without -draft.",
      params: { version },
      issues: [{ path: "version", message: "is how runs of a draft are numbered" }],
    },
  );
}

/** Path a template's file is kept at, by its content. */
export function templateFilePath(dataFolder: string, hash: string): string {
  return join(dataFolder, "templates", hash);
}

/** Keeps a template's file below its hash; the same bytes once. What was damaged since is written anew. */
export async function keepFile(dataFolder: string, bytes: Buffer): Promise<void> {
  const path = templateFilePath(dataFolder, sha256(bytes));
  const there = await readFile(path).catch(() => null);
  if (there?.equals(bytes)) return;
  await mkdir(join(dataFolder, "templates"), { recursive: true });
  const temporary = `${path}.${randomToken(6)}`;
  await writeFile(temporary, bytes, { flush: true });
  await rename(temporary, path);
}
