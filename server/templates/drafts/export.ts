import { readFile } from "node:fs/promises";
import { strToU8, zipSync } from "fflate";
import type { DraftFile } from "@/db/schema";
import { authorize } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";
import { getTemplate } from "../get";
import { templateFilePath } from "../import";
import { draftRow } from "./draft";
import { type ExportTemplateInput, exportTemplateInput } from "./schemas";
import { textsOfVersion } from "./texts-of";

export interface ExportedTemplate {
  /** `sales-1.2.0.zip`. */
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** Zip knows no instant before 1980; the same content is the same archive. */
const EPOCH = new Date(1980, 0, 1);

/**
 * A template's folder as a zip archive: a released version, or the draft as it is saved. Imported again it has the
 * same content hash. @throws `template.not_found`, `templates.no_draft`
 */
export async function exportTemplate(ctx: Context, input: ExportTemplateInput): Promise<ExportedTemplate> {
  authorize(ctx, "templates:read");
  const { id, version: wanted } = parse(exportTemplateInput, input);
  const version = wanted ?? (await getTemplate(ctx, { id })).latestVersion;
  const { texts, files } =
    version === "draft" ? await draftRow(ctx, id) : await textsOfVersion(ctx, { id, version });
  const name = `${id}-${version}`;
  const entries: Record<string, Uint8Array> = {};
  for (const [path, text] of Object.entries(texts)) entries[`${id}/${path}`] = strToU8(text);
  for (const file of files) entries[`${id}/files/${file.path}`] = await bytesOf(ctx, file);
  return { name: `${name}.zip`, bytes: zipSync(entries, { mtime: EPOCH }) };
}

async function bytesOf(ctx: Context, file: DraftFile): Promise<Uint8Array> {
  return new Uint8Array(await readFile(templateFilePath(ctx.dataFolder, file.sha256)));
}
