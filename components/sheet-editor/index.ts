export type { FieldChoice, MeasureChoice } from "./model/draft";
export { SheetEditor } from "./sheet-editor";
export type { ExpressionFault, SavedSheets, SheetEditorProps, SheetFile } from "./types";
