/** How a text with columns is cut. */
export interface Delimited {
  delimiter: string;
  /** Values may stand in double quotes, with `""` for one inside. */
  quotes: boolean;
  /** Or in single ones that are all around a value and on one line. */
  singleQuotes?: boolean;
  /** Values are divided by runs of blanks (any character up to the blank but line ends), not by `delimiter`. */
  spaces?: boolean;
}

export interface Record {
  values: string[];
  /** Offset behind the record's line end. */
  end: number;
  /** Lines of the text it covers; more than one where a quoted value has line ends. */
  lines: number;
}

/** Reads the record at `start`; null at the text's end. */
export function readRecord(text: string, start: number, how: Delimited): Record | null {
  if (start >= text.length) return null;
  return how.spaces ? readSpaced(text, start, how.quotes) : readDelimited(text, start, how);
}

function isLineEnd(text: string, at: number): boolean {
  return at >= text.length || text[at] === "\n" || text[at] === "\r";
}

function isBlank(text: string, at: number): boolean {
  return text.charCodeAt(at) <= 32 && !isLineEnd(text, at);
}

/** A record of values with blanks between them; blanks at its ends divide nothing. */
function readSpaced(text: string, start: number, quotes: boolean): Record {
  const values: string[] = [];
  let [at, lines] = [start, 1];
  for (;;) {
    while (isBlank(text, at)) at++;
    if (isLineEnd(text, at)) {
      const end = at + (text.startsWith("\r\n", at) ? 2 : at < text.length ? 1 : 0);
      return { values: values.length ? values : [""], end, lines };
    }
    const from = at;
    if (quotes && text[at] === '"') {
      at = Math.min(closingQuote(text, at) + 1, text.length);
      const value = text.slice(from + 1, at - 1).replaceAll('""', '"');
      lines += value.split("\n").length - 1;
      values.push(value);
    } else {
      while (!isLineEnd(text, at) && !isBlank(text, at)) at++;
      values.push(text.slice(from, at));
    }
  }
}

function readDelimited(text: string, start: number, how: Delimited): Record {
  const { delimiter, quotes, singleQuotes } = how;
  const values: string[] = [];
  let [at, value, lines] = [start, "", 1];
  for (;;) {
    if (quotes && value.trim() === "" && text[at] === '"') {
      const end = closingQuote(text, at);
      value = text.slice(at + 1, end).replaceAll('""', '"');
      lines += value.split("\n").length - 1;
      at = end + 1;
      continue;
    }
    if (singleQuotes && text[at] === "'" && value.trim() === "") {
      const end = closingSingleQuote(text, at, delimiter);
      if (end !== null) {
        value = text.slice(at + 1, end).replaceAll("''", "'");
        at = end + 1;
        while (isBlank(text, at) && !text.startsWith(delimiter, at)) at++;
        continue;
      }
    }
    if (at >= text.length || text[at] === "\n" || text.startsWith("\r\n", at)) {
      values.push(value);
      const end = at >= text.length ? at : at + (text[at] === "\n" ? 1 : 2);
      return { values, end, lines };
    }
    if (text.startsWith(delimiter, at)) {
      values.push(value);
      value = "";
      at += delimiter.length;
    } else value += text[at++];
  }
}

function closingQuote(text: string, open: number): number {
  for (let at = text.indexOf('"', open + 1); at >= 0; at = text.indexOf('"', at + 2))
    if (text[at + 1] !== '"') return at;
  return text.length;
}

/** The quote that is the last character of the value; null where the value is not quoted. */
function closingSingleQuote(text: string, open: number, delimiter: string): number | null {
  for (let at = open + 1; !isLineEnd(text, at); at++) {
    if (text[at] !== "'") continue;
    if (text[at + 1] === "'") {
      at++;
      continue;
    }
    let behind = at + 1;
    while (isBlank(text, behind) && !text.startsWith(delimiter, behind)) behind++;
    if (isLineEnd(text, behind) || text.startsWith(delimiter, behind)) return at;
  }
  return null;
}

/** The likeliest delimiter of a first line. */
export function guessDelimiter(line: string): string {
  const counts = [",", ";", "\t", "|"].map((mark) => ({ mark, count: line.split(mark).length }));
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).mark;
}
