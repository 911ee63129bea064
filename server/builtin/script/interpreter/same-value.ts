import { asNumber, asText, type Typed } from "../convert";
import type { Settings } from "../settings";
import { isNumeric } from "../types";

/** SQL: both are the same value, by number where both are numeric, else by text. NULL is never the same. */
export function sameValue(a: Typed, b: Typed, settings: Settings): string {
  if (a.type.kind === b.type.kind && a.type.kind !== "dual") return `${a.sql} = ${b.sql}`;
  const numeric = (v: Typed) => isNumeric(v.type) || v.type.kind === "dual";
  if (numeric(a) && numeric(b)) return `${asNumber(a).sql} = ${asNumber(b).sql}`;
  return `${asText(a, settings)} = ${asText(b, settings)}`;
}
