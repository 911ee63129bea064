import { damaged, FormatError } from "../format-error";

/** Rows and columns a workbook's sheet can have. */
const MOST_ROWS = 1_048_576;
const MOST_COLUMNS = 16_384;
/** Places of a sheet, empty ones included, that are held at a time. */
export const MOST_CELLS = 20_000_000;

/**
 * Checks how far a sheet reaches before it is laid out: a single cell far away would make millions of empty ones.
 * Reads no more of the XML than the places of rows and cells, and takes what stands without a place for another one.
 * @throws FormatError of kind `limit`
 */
export function checkExtent(xml: string, part: string): void {
  let [rows, columns] = [0, 0];
  for (const [, , place = ""] of xml.matchAll(/(?<![\w:])r\s*=\s*(["'])([^"']*)\1/g)) {
    // Escaped, a place could be read as another one later.
    if (place.includes("&")) throw damaged(`has a cell at the place "${place.slice(0, 20)}" in ${part}`);
    const cell = /^\$?([A-Z]+)\$?(\d+)$/i.exec(place);
    const row = Number(cell?.[2] ?? place);
    if (Number.isFinite(row)) rows = Math.max(rows, row);
    if (cell?.[1]) columns = Math.max(columns, columnNumber(cell[1].slice(0, 6)));
  }
  const loose = looseOnes(xml);
  rows += loose.rows;
  columns += loose.columns;
  if (rows > MOST_ROWS || columns > MOST_COLUMNS || rows * columns > MOST_CELLS)
    throw new FormatError(
      "limit",
      `has a sheet of ${rows.toLocaleString("en")} rows and ${columns.toLocaleString("en")} columns`,
      {
        advice: "Delete what lies far outside its table, or save it as CSV.",
      },
    );
}

/** Rows, and the most cells of one row, that do not say their place. */
function looseOnes(xml: string): { rows: number; columns: number } {
  let [rows, columns, inRow] = [0, 0, 0];
  for (const [, tag, inside = ""] of xml.matchAll(/<(?:\w+:)?(row|c)\b([^>]*)/g)) {
    const placed = /\br\s*=/.test(inside);
    if (tag === "row") {
      if (!placed) rows++;
      inRow = 0;
    } else if (!placed) columns = Math.max(columns, ++inRow);
  }
  return { rows, columns };
}

/** 1 for A, 27 for AA. */
function columnNumber(letters: string): number {
  return [...letters.toUpperCase()].reduce((n, letter) => n * 26 + letter.charCodeAt(0) - 64, 0);
}

/** A for 1, AA for 27. */
export function columnLetters(number: number): string {
  const rest = (number - 1) % 26;
  const last = String.fromCharCode(65 + rest);
  return number > 26 ? columnLetters((number - 1 - rest) / 26) + last : last;
}
