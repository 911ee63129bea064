import type { QvdValues } from "./encode-symbol";

/** A field of the rows to add, under the file's name for it. */
export interface AddedValues {
  name: string;
  /** Its different values, each once, in the order they first appear in the added rows. */
  values: QvdValues;
  /** Per added row the index among `values`, -1 for NULL. */
  codes: Int32Array;
  /** Values that only left-out rows had: nothing in the new file has them. */
  gone: QvdValues;
}

/** What a file is to have more and less than another one. */
export interface Extension {
  tableName: string;
  createdUtc: string;
  /** Records of the file that are left out, ascending. */
  leftOut: Int32Array;
  /** Added rows, how many, and on which side of the file's. */
  added: number;
  at: "front" | "behind";
  /** In the order of the file's fields, all of them. */
  fields: AddedValues[];
}
