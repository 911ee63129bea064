import type { FoundSymbols } from "./find-symbols";
import type { QvdField } from "./header";
import { Splices } from "./splices";
import type { WantedSymbols } from "./wanted-symbols";

export interface ReplacedSymbols {
  symbols: Splices;
  count: number;
  /** Code of each of the values that are to be there. */
  codes: Int32Array;
  /** The field's codes from this one on become those of `moved`: -1 where nothing has the value any more. */
  kept: number;
  moved: Int32Array;
}

/**
 * Puts new symbols in the place of those that are gone, and the others of them behind all. Where more are gone than
 * new, the last ones come into the places that are left.
 */
export function replaceSymbols(
  bytes: Buffer,
  field: Pick<QvdField, "offset" | "symbols">,
  wanted: WantedSymbols,
  { values, lastStarts }: FoundSymbols,
): ReplacedSymbols {
  const fresh = wanted.missing();
  const holes = wanted.inOrder(values);
  const { kept, moved } = closeUp(
    field.symbols,
    holes.slice(fresh.length).map((hole) => wanted.codes[hole]!),
  );
  const firstOfLast = field.symbols + 1 - lastStarts.length;
  const startOf = (code: number) => lastStarts[code - firstOfLast]!;
  const fillings = fresh.slice(0, holes.length).map((i) => wanted.bytesOf(i));
  for (const [i, code] of moved.entries())
    if (code >= 0) fillings.push(bytes.subarray(startOf(kept + i), startOf(kept + i + 1)));

  const symbols = new Splices(wanted.length + bytes.length - startOf(kept));
  let at = 0;
  for (const [i, filling] of fillings.entries()) {
    const hole = holes[i]!;
    symbols.keep(field.offset + at, field.offset + wanted.starts[hole]!);
    symbols.put(filling);
    at = wanted.starts[hole]! + wanted.bytesOf(hole).length;
  }
  symbols.keep(field.offset + at, field.offset + startOf(kept));
  for (const i of fresh.slice(holes.length)) symbols.put(wanted.bytesOf(i));

  const codes = wanted.codes.slice(0, values);
  for (const [i, code] of codes.entries()) if (code >= kept) codes[i] = moved[code - kept]!;
  for (const [i, own] of fresh.entries())
    codes[own] = i < holes.length ? wanted.codes[holes[i]!]! : kept + i - holes.length;
  return { symbols, count: kept + Math.max(0, fresh.length - holes.length), codes, kept, moved };
}

/** Moves the last of so many codes into places that are free, ascending. */
function closeUp(count: number, free: readonly number[]): { kept: number; moved: Int32Array } {
  const kept = count - free.length;
  const among = new Set(free);
  let next = 0;
  const moved = Int32Array.from(free, (_, i) => (among.has(kept + i) ? -1 : free[next++]!));
  return { kept, moved };
}
