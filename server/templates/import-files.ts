import { authorize } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";
import { sourceFromFiles, type TemplateFilesInput, templateFilesInput } from "./from-files";
import { type ImportResult, importTemplateSource } from "./import";

/** Releases a template from its folder's files, as a browser or the API sends them. @throws as `importTemplateSource` */
export async function importTemplateFiles(ctx: Context, input: TemplateFilesInput): Promise<ImportResult> {
  authorize(ctx, "templates:import");
  return importTemplateSource(ctx, sourceFromFiles(parse(templateFilesInput, input)), ctx.tools.checkScript);
}
