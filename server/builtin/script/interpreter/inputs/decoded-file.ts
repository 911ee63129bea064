import { createReadStream } from "node:fs";
import { scriptError } from "../../errors";
import type { FileFormat } from "../../statements";
import type { InputScope } from "../input";
import type { Relation } from "../relation";
import type { Run } from "../run";
import { appendTexts, createTexts, textRelation } from "./append-texts";
import { readRecord } from "./delimited-text";
import { cutBy, decoderOf, type Layout } from "./file-layout";

const BATCH_ROWS = 20_480;

/** Files that DuckDB does not cut itself, for their code page or their blanks: decoded and cut here, into a temporary table of texts. */
export async function decodedInput(
  run: Run,
  files: string[],
  format: FileFormat,
  layout: Layout,
  scope: InputScope,
): Promise<Relation> {
  const table = run.db.temporaryName();
  scope.temporary.push(table);
  const width = layout.names.length;
  await createTexts(run, table, width);
  let batch: string[][] = [];
  for (const file of files) {
    let line = 0;
    for await (const { values, lines } of records(file, format, layout)) {
      line += lines;
      if (line <= layout.skip || isNoRow(values, format)) continue;
      if (values.length > width) throw tooManyValues(line, values.length, width);
      if (batch.push(values) < BATCH_ROWS) continue;
      await appendTexts(run, table, width, batch);
      batch = [];
    }
  }
  await appendTexts(run, table, width, batch);
  return textRelation(table, layout.names);
}

/** Empty lines and comments are no rows. */
export function isNoRow([first = "", ...others]: string[], { comment }: FileFormat): boolean {
  return (first === "" && others.length === 0) || (comment !== undefined && first.startsWith(comment));
}

/** The records of a file, read a piece at a time. */
async function* records(file: string, format: FileFormat, { delimiter }: Layout) {
  const how = cutBy(format, delimiter);
  const decode = decoderFor(format);
  let rest = "";
  for await (const piece of createReadStream(file)) {
    rest += decode(piece);
    let at = 0;
    // A record that reaches the end of what was read may go on in the next piece.
    for (let r = readRecord(rest, at, how); r && r.end < rest.length; r = readRecord(rest, at, how)) {
      yield r;
      at = r.end;
    }
    rest = rest.slice(at);
  }
  rest += decode();
  let at = 0;
  for (let r = readRecord(rest, at, how); r; r = readRecord(rest, at, how)) {
    yield r;
    at = r.end;
  }
}

/** Decodes a file piece by piece; UTF-8 that is none is refused, other code pages have a character for every byte. */
function decoderFor(format: FileFormat): (piece?: Buffer) => string {
  const decoder = new TextDecoder(decoderOf(format), { fatal: format.codepage === 65001 });
  return (piece) => {
    try {
      return piece ? decoder.decode(piece, { stream: true }) : decoder.decode();
    } catch (cause) {
      throw scriptError("script.file", "The file is not in the code page UTF-8.", {
        advice: "Say which one it is, for example codepage is 1252.",
        cause,
      });
    }
  };
}

function tooManyValues(line: number, found: number, width: number) {
  return scriptError(
    "script.file",
    `The file cannot be read at its line ${line}: it has ${found} values for ${width} columns.`,
    {
      advice: "Check delimiter, quotes and code page in the format behind the file's name.",
      params: { fileLine: line },
    },
  );
}
