import type { TextWidth } from "../draw/model";

/** Widths of texts in a font of the page, remembered; a rough guess where there is no canvas. */
export function textWidthIn(font: string): TextWidth {
  const pen = typeof document === "undefined" ? null : document.createElement("canvas").getContext("2d");
  const known = new Map<string, number>();
  return (text, size = 12, strong = false) => {
    const key = `${size}${strong ? "b" : ""}${text}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    if (pen) pen.font = `${strong ? 640 : 420} ${size}px ${font}`;
    const width = pen ? pen.measureText(text).width : text.length * size * 0.56;
    if (known.size > 5000) known.clear();
    known.set(key, width);
    return width;
  };
}
