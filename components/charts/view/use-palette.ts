import { type RefObject, useEffect, useLayoutEffect, useState } from "react";
import type { Look } from "../draw/model";
import { readPalette } from "../draw/palette";
import { textWidthIn } from "./text-width";

const WEIGHTS = [420, 640];

/** Colors and font as they hold at the element: read anew with the theme, more contrast, or when the font is there. */
export function useLook(element: RefObject<HTMLElement | null>, theme: string): Look | null {
  const [look, setLook] = useState<Look | null>(null);
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: theme and turn say when to read anew
  useLayoutEffect(() => {
    if (!element.current) return;
    const palette = readPalette(element.current);
    setLook({ palette, textWidth: textWidthIn(palette.font) });
    const fonts = WEIGHTS.map((weight) => `${weight} 12px ${palette.font}`);
    if (fonts.every((font) => document.fonts.check(font))) return;
    let here = true;
    void Promise.all(fonts.map((font) => document.fonts.load(font))).then(() => {
      if (here) setLook({ palette, textWidth: textWidthIn(palette.font) });
    });
    return () => {
      here = false;
    };
  }, [element, theme, turn]);
  useEffect(() => {
    const again = () => setTurn((n) => n + 1);
    const contrast = matchMedia("(prefers-contrast: more)");
    contrast.addEventListener("change", again);
    return () => contrast.removeEventListener("change", again);
  }, []);
  return look;
}
