import type { Schema } from "@/db/schema";
import type { Manifest } from "./schemas";
import type { Sheet } from "./sheet-schema";

export type TemplateRow = Schema["templates"]["$inferSelect"];
export type TemplateVersionRow = Schema["templateVersions"]["$inferSelect"];

/** A template as the API and the portal show it. */
export interface Template {
  id: string;
  module: string;
  title: Record<string, string>;
  latestVersion: string;
  createdAt: Date;
  updatedAt: Date;
}

export interface TemplateVersion {
  id: string;
  templateId: string;
  version: string;
  state: TemplateVersionRow["state"];
  manifest: Manifest;
  script: string;
  sheets: Sheet[];
  files: { path: string; sha256: string; bytes: number }[];
  contentHash: string;
  /** Markdown, what is new; null where nobody wrote it down. */
  changelog: string | null;
  createdAt: Date;
  releasedAt: Date | null;
}

export function toTemplate(row: TemplateRow): Template {
  const { id, module, title, latestVersion, createdAt, updatedAt } = row;
  return { id, module, title, latestVersion, createdAt, updatedAt };
}

/** Manifest and sheets were checked when they were imported. */
export function toTemplateVersion(row: TemplateVersionRow): TemplateVersion {
  const { texts: _texts, releasedBy: _by, ...shown } = row;
  return { ...shown, manifest: row.manifest as Manifest, sheets: row.sheets as Sheet[] };
}
