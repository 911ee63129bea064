import type { Output } from "./command";

/** Writes results to stdout; nothing else of the program does. */
export function createOutput(json: boolean, write: (text: string) => void): Output {
  return {
    json,
    result: (value, human) => write(`${json ? JSON.stringify(value) : human()}\n`),
    event: (value, human) => write(`${json ? JSON.stringify(value) : human}\n`),
  };
}

/** Plain aligned columns. */
export function table(head: string[], rows: (string | number | null | undefined)[][]): string {
  const cells = [head, ...rows.map((r) => r.map((c) => (c === null || c === undefined ? "-" : String(c))))];
  const widths = head.map((_, i) => Math.max(...cells.map((r) => (r[i] ?? "").length)));
  return cells
    .map((r) =>
      r
        .map((c, i) => c.padEnd(widths[i] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
