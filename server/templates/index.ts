export {
  type CatalogueCard,
  type SheetPlace,
  type TemplateUse,
  templateCatalogue,
  templateUse,
  templateUseInput,
} from "./catalogue";
export { type CompiledTemplate, compileTemplate, NOTHING_PARTIAL, type ScriptCheck } from "./compile";
export * from "./drafts";
export { fieldsOf } from "./expression-fields";
export { MAX_IMPORT_BYTES, sourceFromFiles, type TemplateFilesInput, templateFilesInput } from "./from-files";
export {
  anyTemplateVersion,
  getTemplate,
  getTemplateVersion,
  type ListTemplatesInput,
  listTemplates,
  listTemplatesInput,
} from "./get";
export { type ImportResult, importTemplate, importTemplateSource, templateFilePath } from "./import";
export { importTemplateFiles } from "./import-files";
export { manifestReferences, sheetReferences } from "./references";
export {
  fitsParameter,
  type Manifest,
  type ManifestParameter,
  type ManifestTable,
  manifest,
  schedule,
  templateRef,
} from "./schemas";
export { type ScriptLanguage, scriptLanguage } from "./script-language";
export { checkExpression, checkExpressionInput, type ExpressionFault } from "./sheet-edit/check-expression";
export { type Sheet, sheet } from "./sheet-schema";
export { readTemplateFolder, type TemplateSource } from "./source";
export type { Template, TemplateVersion } from "./template";
export { text, textByLanguage, textIn } from "./texts";
export { compareVersions, splitRef } from "./versions";
