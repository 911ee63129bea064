import type { Place, SourceText } from "./ast";

/** Answers line and column of an offset; the line starts are found once. */
export function placeFinder(text: string): (offset: number) => Place {
  const starts = [0];
  for (let i = text.indexOf("\n"); i >= 0; i = text.indexOf("\n", i + 1)) starts.push(i + 1);
  return (offset) => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}

export function plainSource(text: string): SourceText {
  return { text, place: placeFinder(text) };
}

/** The part of a source from `start` to `end`, with its places kept. */
export function sliceSource(source: SourceText, start: number, end = source.text.length): SourceText {
  return { text: source.text.slice(start, end), place: (offset) => source.place(offset + start) };
}
