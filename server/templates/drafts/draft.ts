import { eq } from "drizzle-orm";
import type { DraftFile, DraftSample, Schema } from "@/db/schema";
import type { Database } from "@/db/store";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { canonicalJson } from "@/server/shared/json";
import type { FileIssue } from "@/server/shared/yaml";
import { anyTemplateVersion } from "../get";
import type { Manifest } from "../schemas";
import type { Sheet } from "../sheet-schema";
import { textIn } from "../texts";
import { checkDraft } from "./check";
import { type ChangeSize, nextVersion, sizeOfChange } from "./propose-version";

export type DraftRow = Schema["templateDrafts"]["$inferSelect"];

/** A template as its authors are writing it. */
export interface TemplateDraft {
  /** The template's id. */
  id: string;
  title: string;
  baseVersion: string | null;
  /** Newest released version; empty where there is none. */
  latestVersion: string;
  revision: number;
  /** `template.yaml`, `script.qvs`, `sheets/*.yaml` as typed. */
  texts: Record<string, string>;
  files: DraftFile[];
  /** By file, line and column, with what to do about it. */
  issues: FileIssue[];
  warnings: string[];
  manifest: Manifest | null;
  sheets: { path: string; sheet: Sheet }[];
  /** null while there are issues. */
  contentHash: string | null;
  /** Differs from the newest release; null while there are issues. */
  changed: boolean | null;
  /** What the next version would be, by what changed. */
  proposal: { size: ChangeSize; version: string } | null;
  sample: DraftSample;
  createdBy: string;
  updatedBy: string;
  createdAt: Date;
  updatedAt: Date;
}

/** The draft's row. @throws `templates.no_draft` */
export async function draftRow(ctx: Context, id: string, db?: Database): Promise<DraftRow> {
  const { templateDrafts: t } = ctx.store.tables;
  const [row] = await (db ?? ctx.store.read).select().from(t).where(eq(t.templateId, id));
  if (row) return row;
  throw new AppError("not-found", "templates.no_draft", `There is no draft of "${id}".`, {
    advice: "Start one on the template's page.",
    params: { id },
  });
}

/** A row with everything that is computed of it: issues, proposal, title. */
export async function toDraft(ctx: Context, row: DraftRow): Promise<TemplateDraft> {
  const { templates: t } = ctx.store.tables;
  const [template] = await ctx.store.read.select().from(t).where(eq(t.id, row.templateId));
  const latestVersion = template?.latestVersion ?? "";
  const checked = checkDraft(ctx, row);
  const latest = latestVersion
    ? await anyTemplateVersion(ctx, { id: row.templateId, version: latestVersion })
    : null;
  const { compiled } = checked;
  const size = compiled && latest ? sizeOfChange(latest, compiled) : ("minor" as const);
  const { baseVersion, revision, texts, files, sample, createdBy, updatedBy, createdAt, updatedAt } = row;
  return {
    id: row.templateId,
    title: textIn(checked.manifest?.title ?? template?.title ?? row.templateId, "en"),
    ...{ baseVersion, latestVersion, revision, texts, files, sample },
    issues: checked.issues,
    warnings: checked.warnings,
    manifest: checked.manifest,
    sheets: checked.sheets,
    contentHash: compiled?.contentHash ?? null,
    changed: compiled ? contentOf(compiled) !== (latest ? contentOf(latest) : "") : null,
    proposal: compiled ? { size, version: nextVersion(latestVersion, size) } : null,
    ...{ createdBy, updatedBy, createdAt, updatedAt },
  };
}

/** All of a version but its number. */
function contentOf(v: { manifest: Manifest; script: string; sheets: Sheet[]; files: DraftFile[] }): string {
  const { version: _version, ...manifest } = v.manifest;
  return canonicalJson({ manifest, script: v.script, sheets: v.sheets, files: v.files });
}
