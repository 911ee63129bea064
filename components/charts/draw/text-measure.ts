/** ECharts' probe of a font's height and of its widest characters: a square in every font that has it. */
const WIDE = "国";

/**
 * Measures texts for ECharts. Its probe is answered with the font's size: asked of a canvas, a browser goes through the
 * system's fonts for one with Chinese characters, 20 ms and more before the first chart. Null where there is no canvas.
 */
export function textMeasure(): ((text: string, font?: string) => { width: number }) | null {
  const pen = typeof document === "undefined" ? null : document.createElement("canvas").getContext("2d");
  if (!pen) return null;
  let current: string | undefined;
  return (text, font = "12px sans-serif") => {
    const size = text === WIDE ? /([\d.]+)px/.exec(font)?.[1] : undefined;
    if (size !== undefined) return { width: Number(size) };
    if (current !== font) {
      pen.font = font;
      current = font;
    }
    return pen.measureText(text);
  };
}
