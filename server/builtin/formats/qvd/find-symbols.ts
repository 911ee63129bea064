import { damaged } from "../format-error";
import type { QvdField } from "./header";
import { SymbolBatch, SymbolWalk } from "./symbol-batch";
import type { WantedSymbols } from "./wanted-symbols";

const BATCH = 4096;

/** What a field's symbols are once those that are gone are taken out and the wanted ones are there. */
export interface FoundSymbols {
  /** Of the wanted symbols: those that are to be there, and behind them those that are gone. */
  values: number;
  natures: number;
  /** Where the last symbols begin: as many as are gone, and the end of all. */
  lastStarts: Uint32Array;
}

/**
 * Looks for wanted symbols among a field's.
 * @returns none where one of them is there twice, or one that is gone is not there
 * @throws FormatError where the bytes are damaged
 */
export function findSymbols(
  bytes: Buffer,
  field: QvdField,
  wanted: WantedSymbols,
  values: number,
): FoundSymbols | undefined {
  const walk = new SymbolWalk(bytes, field.offset);
  const batch = new SymbolBatch(Math.min(BATCH, field.symbols));
  const lastStarts = new Uint32Array(Math.min(wanted.count - values, field.symbols) + 1);
  const firstOfLast = field.symbols + 1 - lastStarts.length;
  let natures = wanted.naturesOf(values);
  let at = 0;
  for (let index = 0; index < field.symbols; index += BATCH) {
    const count = Math.min(BATCH, field.symbols - index);
    walk.read(at, count, batch);
    const matched = wanted.match(bytes, at, index, count, batch, values);
    if (matched < 0) return undefined;
    natures |= matched;
    for (let i = Math.max(0, firstOfLast - index); i < count; i++)
      lastStarts[index + i - firstOfLast] = i === 0 ? at : batch.ends[i - 1]!;
    at = batch.ends[count - 1]!;
  }
  if (at !== bytes.length) throw damaged("has bytes too many among its values", field.offset + at);
  lastStarts[lastStarts.length - 1] = at;
  return wanted.codes.indexOf(-1, values) < 0 ? { values, natures, lastStarts } : undefined;
}
