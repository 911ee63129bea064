/** How a text with columns is cut. */
export interface Delimited {
  delimiter: string;
  /** Values may stand in double quotes, with `""` for one inside. */
  quotes: boolean;
}

export interface Record {
  values: string[];
  /** Offset behind the record's line end. */
  end: number;
  /** Lines of the text it covers; more than one where a quoted value has line ends. */
  lines: number;
}

/** Reads the record at `start`; null at the text's end. */
export function readRecord(text: string, start: number, { delimiter, quotes }: Delimited): Record | null {
  if (start >= text.length) return null;
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

/** The likeliest delimiter of a first line. */
export function guessDelimiter(line: string): string {
  const counts = [",", ";", "\t", "|"].map((mark) => ({ mark, count: line.split(mark).length }));
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).mark;
}
