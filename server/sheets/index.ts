export { createSheet } from "./create";
export { getSheet, sheetsOf } from "./find";
export { handOver, handOverOf, handOverSheets, type Leaving, sheetsOfMember } from "./hand-over";
export { listSheets } from "./list";
export type { OwnSheet, OwnSheetFacts } from "./own-sheet";
export { removeSheet, restoreSheet } from "./remove";
export { saveSheet } from "./save";
export {
  createSheetInput,
  handOverInput,
  saveSheetInput,
  sheetChanges,
  sheetContent,
  sheetCreation,
  sheetIdInput,
  sheetsOfInput,
  sheetsOfMemberInput,
  updateSheetInput,
} from "./schemas";
export { sheetTakers, type Taker, updateSheet } from "./update";
