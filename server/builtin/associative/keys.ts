import type { ValueType } from "@/server/builtin/script/types";
import { dualKeySql } from "./columns";

/** SQL by which a dimension's column meets the keys of its field's values. */
export function keyOfColumn(column: string, type: ValueType | undefined): string {
  return type?.kind === "dual" ? dualKeySql({ num: `${column}.n`, txt: `${column}.t` }) : column;
}
