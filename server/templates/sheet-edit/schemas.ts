/** The sheet's format for the editor in the browser: schemas only. */

export { flattenIssues, type PlainIssue } from "@/server/shared/zod-issues";
export {
  color,
  column,
  dimension,
  expression,
  fieldName,
  filterField,
  format,
  measureUse,
  oneOfKeys,
  reference,
  sheetMeasure,
  sort,
  target,
} from "../sheet-parts";
export { OBJECT_KINDS, sheet, sheetObject } from "../sheet-schema";
export { slug, text } from "../texts";
