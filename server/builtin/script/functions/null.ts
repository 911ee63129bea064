import { asText, NULL_VALUE } from "../convert";
import type { FunctionDefinition } from "../scope";
import { boolean, define } from "./define";

/** NULL, and what is told of it. */
export const nulls: FunctionDefinition[] = [
  define("null", "Null()", "NULLFunctions/Null", 0, "NULL.", () => NULL_VALUE),
  define("null", "IsNull(expr)", "NULLFunctions/IsNull", 1, "Whether the value is NULL.", (call) =>
    boolean(`(${call.arg(0).sql} IS NULL)`),
  ),
  define(
    "null",
    "EmptyIsNull(expr)",
    "NULLFunctions/EmptyIsNull",
    1,
    "NULL where the text is empty, else the value.",
    (call) => {
      const value = call.arg(0);
      if (value.type.kind !== "text" && value.type.kind !== "dual") return value;
      const { sql, type } = value;
      return { sql: `CASE WHEN ${asText(value, call.settings)} <> '' THEN ${sql} END`, type };
    },
  ),
];
