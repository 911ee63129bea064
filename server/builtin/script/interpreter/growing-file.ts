import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { walk } from "../ast";
import { isWide } from "../codepages";
import { isAggregation } from "../compile";
import { unsupported } from "../errors";
import type { LibFile } from "../port";
import type { BufferPrefix, LoadSource } from "../statements";
import { expressionsOf } from "./input";
import { readLayout } from "./inputs/file-layout";
import type { Relation } from "./relation";
import type { Run } from "./run";
import type { TableChain } from "./table-statement";

/** Functions that would tell something else of rows read later than the others. */
const OF_ALL_ROWS = new Set(
  "recno previous autonumber autonumberhash128 autonumberhash256 filesize filetime rand".split(" "),
);
const NEW_LINE = 10;

/** A text file up to some byte: what a buffer holds of it. */
export interface FilePart {
  bytes: number;
  /** SHA-256 of those bytes. */
  sum: string;
}

/** Hash of an input's fields and their types, which are found over all its rows. */
export function typesOf({ columns }: Relation): string {
  const types = columns.map(({ name, type, format }) => [name, type.sql, format]);
  return createHash("sha256").update(JSON.stringify(types)).digest("hex").slice(0, 16);
}

/** The one text file of a statement with BUFFER (INCREMENTAL). @throws `script.unsupported` by name, with place */
export async function growingFile(run: Run, chain: TableChain, buffer: BufferPrefix): Promise<LibFile> {
  const source = checkGrowing(chain, buffer);
  const files = (await Promise.all(source.paths.map((path) => run.host.files(path.value)))).flat();
  const [file] = files;
  if (!file || files.length > 1)
    throw unsupported(
      `BUFFER (INCREMENTAL) of ${files.length} files`,
      buffer.at,
      "It is about one text file that grows.",
    );
  return file;
}

function checkGrowing(
  { loads, select }: TableChain,
  { at }: BufferPrefix,
): Extract<LoadSource, { kind: "files" }> {
  const refuse = (what: string, place = at) => unsupported(`BUFFER (INCREMENTAL) ${what}`, place, ADVICE);
  const source = loads.at(-1)?.source;
  if (select || source?.kind !== "files" || !/^(csv|txt)$/.test(source.format.type))
    throw refuse("of anything but a text file");
  if (isWide(source.format.codepage)) throw refuse("of a file in UTF-16");
  for (const load of loads) {
    if (load.distinct) throw refuse("with DISTINCT", load.at);
    if (load.groupBy) throw refuse("with GROUP BY", load.at);
    if (load.orderBy) throw refuse("with ORDER BY", load.at);
    if (load.shape) throw refuse("with FIRST, SAMPLE or a transformation", load.at);
    for (const expr of expressionsOf(load))
      walk(expr, (node) => {
        if (node.kind === "call" && (OF_ALL_ROWS.has(node.name) || isAggregation(node)))
          throw refuse(`with ${node.written}()`, node.at);
        return undefined;
      });
  }
  return source;
}

const ADVICE = "Its rows must each come from one line alone; use it in a LOAD with RESIDENT.";

/** The whole file as it is now; undefined where its last line may still go on. */
export async function wholePart({ path }: LibFile): Promise<FilePart | undefined> {
  const { size } = await stat(path);
  let last: number | undefined;
  const hash = createHash("sha256");
  if (size > 0)
    for await (const piece of createReadStream(path, { end: size - 1 })) {
      hash.update(piece);
      last = piece.at(-1);
    }
  return last === NEW_LINE ? { bytes: size, sum: hash.digest("hex") } : undefined;
}

/** Whether the file still begins with what was read of it. */
export async function beginsWith({ path, bytes }: LibFile, part: FilePart): Promise<boolean> {
  if (part.bytes === 0 || part.bytes > bytes) return false;
  const hash = createHash("sha256");
  for await (const piece of createReadStream(path, { end: part.bytes - 1 })) hash.update(piece);
  return hash.digest("hex") === part.sum;
}

/**
 * Writes a file's labels and what was appended to it behind `part` into `target`.
 * @returns false where that would be read otherwise than as part of the whole
 */
export async function writeTail(
  file: LibFile,
  part: FilePart,
  source: LoadSource | undefined,
  target: string,
): Promise<boolean> {
  if (source?.kind !== "files") return false;
  const layout = await readLayout(file.path, source.format);
  const head = await bytesOfLines(file, layout.skip, part.bytes);
  if (head > 0) await pipeline(createReadStream(file.path, { end: head - 1 }), createWriteStream(target));
  await pipeline(
    createReadStream(file.path, { start: part.bytes }),
    createWriteStream(target, { flags: head > 0 ? "a" : "w" }),
  );
  return JSON.stringify(await readLayout(target, source.format)) === JSON.stringify(layout);
}

/** Bytes of a file's first lines, at most `most`. */
async function bytesOfLines({ path }: LibFile, lines: number, most: number): Promise<number> {
  if (lines === 0) return 0;
  let [at, left] = [0, lines];
  for await (const piece of createReadStream(path, { end: most - 1 }))
    for (const byte of piece as Buffer) {
      at++;
      if (byte === NEW_LINE && --left === 0) return at;
    }
  return most;
}
