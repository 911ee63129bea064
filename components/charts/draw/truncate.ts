import type { TextWidth } from "./model";

/** The text, ended by "…" where it is wider than `room` px; nothing where not even three letters would be left. */
export function truncated(
  text: string,
  room: number,
  textWidth: TextWidth,
  size = 12,
  strong = false,
): string {
  if (textWidth(text, size, strong) <= room) return text;
  const letters = [...text];
  let [low, high] = [0, letters.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const width = textWidth(`${letters.slice(0, middle).join("")}…`, size, strong);
    if (width <= room) low = middle;
    else high = middle - 1;
  }
  return low < 3 ? "" : `${letters.slice(0, low).join("").trimEnd()}…`;
}
