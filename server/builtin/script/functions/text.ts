import { asTextOrEmpty } from "../convert";
import type { FunctionDefinition } from "../scope";
import { define, integer, text } from "./define";

/** Texts. The blanks that are trimmed are spaces only. */
export const texts: FunctionDefinition[] = [
  define(
    "text",
    "Left(text, n)",
    "StringFunctions/Left",
    2,
    "The first n characters; none where n is below 1.",
    (c) => text(`left(${c.text(0)}, ${atLeast(0, c.integer(1))})`),
  ),
  define(
    "text",
    "Right(text, n)",
    "StringFunctions/Right",
    2,
    "The last n characters; none where n is below 1.",
    (c) => text(`right(${c.text(0)}, ${atLeast(0, c.integer(1))})`),
  ),
  define(
    "text",
    "Mid(text, start [, n])",
    "StringFunctions/Mid",
    [2, 3],
    "n characters, or all, from a place counted from 1.",
    (c) => {
      const start = atLeast(1, c.integer(1));
      return text(
        c.count > 2
          ? `substring(${c.text(0)}, ${start}, ${atLeast(0, c.integer(2))})`
          : `substring(${c.text(0)}, ${start})`,
      );
    },
  ),
  define("text", "Len(text)", "StringFunctions/Len", 1, "Characters; 0 for NULL.", (c) =>
    integer(`length(${asTextOrEmpty(c.arg(0), c.settings)})`),
  ),
  define("text", "Trim(text)", "StringFunctions/Trim", 1, "Without blanks at both ends.", (c) =>
    text(`trim(${c.text(0)})`),
  ),
  define("text", "LTrim(text)", "StringFunctions/LTrim", 1, "Without leading blanks.", (c) =>
    text(`ltrim(${c.text(0)})`),
  ),
  define("text", "RTrim(text)", "StringFunctions/RTrim", 1, "Without trailing blanks.", (c) =>
    text(`rtrim(${c.text(0)})`),
  ),
  define("text", "Upper(text)", "StringFunctions/Upper", 1, "In capitals.", (c) =>
    text(`upper(${c.text(0)})`),
  ),
  define("text", "Lower(text)", "StringFunctions/Lower", 1, "In small letters.", (c) =>
    text(`lower(${c.text(0)})`),
  ),
  define("text", "Capitalize(text)", "StringFunctions/Capitalize", 1, "Every word with a capital.", (c) => {
    // Cut before every letter that starts a word; each piece then starts with its capital.
    const pieces = `string_split(regexp_replace(lower(${c.text(0)}), '(^|[^\\p{L}\\p{N}''])(\\p{L})', '\\1' || chr(1) || '\\2', 'g'), chr(1))`;
    return text(
      `array_to_string(list_transform(${pieces}, _t -> upper(left(_t, 1)) || substring(_t, 2)), '')`,
    );
  }),
  define(
    "text",
    "Replace(text, from, to)",
    "StringFunctions/Replace",
    3,
    "Every occurrence of a text replaced by another.",
    (c) => text(`replace(${c.text(0)}, ${c.text(1)}, ${c.text(2)})`),
  ),
  define("text", "Repeat(text, n)", "StringFunctions/Repeat", 2, "The text n times.", (c) =>
    text(
      `CASE WHEN ${c.integer(1)} IS NOT NULL THEN repeat(${c.text(0)}, least(greatest(${c.integer(1)}, 0), 100000)) END`,
    ),
  ),
  define(
    "text",
    "Chr(code)",
    "StringFunctions/Chr",
    1,
    "The character of a Unicode number; NULL where there is none.",
    (c) =>
      text(`CASE WHEN ${c.integer(0)} BETWEEN 1 AND 1114111 THEN chr(CAST(${c.integer(0)} AS INTEGER)) END`),
  ),
  define(
    "text",
    "Ord(text)",
    "StringFunctions/Ord",
    1,
    "Unicode number of the first character; NULL for the empty text.",
    (c) => integer(`CAST(CASE WHEN ${c.text(0)} <> '' THEN unicode(${c.text(0)}) END AS BIGINT)`),
  ),
];

/** NULL stays NULL, which greatest() would leave out. */
function atLeast(least: number, sql: string): string {
  return `CASE WHEN ${sql} < ${least} THEN ${least} ELSE ${sql} END`;
}
