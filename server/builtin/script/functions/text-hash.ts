import { asTextOrEmpty } from "../convert";
import type { CallContext, FunctionDefinition } from "../scope";
import { define, text } from "./define";

const OPEN: [number, number] = [1, Infinity];

/**
 * Hashes of values together, as base64 without padding: as long as those of the rule, but not
 * the same letters, which are not documented. NULL counts as the empty text.
 */
export const hashes: FunctionDefinition[] = [
  define(
    "text",
    "Hash128(expr, …)",
    "StringFunctions/Hash128",
    OPEN,
    "A 22-character hash of the values together; NULL counts as the empty text.",
    (c) => hash(c, "md5", 22),
  ),
  define(
    "text",
    "Hash160(expr, …)",
    "StringFunctions/Hash160",
    OPEN,
    "A 27-character hash of the values together; NULL counts as the empty text.",
    (c) => hash(c, "sha1", 27),
  ),
  define(
    "text",
    "Hash256(expr, …)",
    "StringFunctions/Hash256",
    OPEN,
    "A 43-character hash of the values together; NULL counts as the empty text.",
    (c) => hash(c, "sha256", 43),
  ),
];

function hash(c: CallContext, digest: string, length: number) {
  const values = c.args().map((v) => asTextOrEmpty(v, c.settings));
  return text(`left(to_base64(unhex(${digest}(${values.join(" || chr(31) || ")}))), ${length})`);
}
