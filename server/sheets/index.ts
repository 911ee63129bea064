export { createSheet } from "./create";
export { getSheet, sheetsOf } from "./find";
export { listSheets } from "./list";
export type { OwnSheet, OwnSheetFacts } from "./own-sheet";
export { removeSheet, restoreSheet } from "./remove";
export { saveSheet } from "./save";
export {
  createSheetInput,
  saveSheetInput,
  sheetChanges,
  sheetContent,
  sheetCreation,
  sheetIdInput,
  sheetsOfInput,
  updateSheetInput,
} from "./schemas";
export { sheetTakers, type Taker, updateSheet } from "./update";
