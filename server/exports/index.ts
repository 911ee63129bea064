export { type ExportFacts, type ExportOf, makeExport } from "./make";
export { FILE_LIMITS, type MadeFile } from "./maker";
export { type ExportInput, type ExportLine, exportInput } from "./schemas";
