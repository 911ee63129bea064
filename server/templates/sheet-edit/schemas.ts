/** The sheet's format for the editor in the browser: schemas, and what each kind can show. */

export { flattenIssues, type PlainIssue } from "@/server/shared/zod-issues";
export { COLUMN_COLOR, type ColorKey, type ColorLooks, colorKeys, KIND_LOOKS } from "../kind-looks";
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
