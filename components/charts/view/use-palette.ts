import { type RefObject, useEffect, useLayoutEffect, useState } from "react";
import type { TextWidth } from "../draw/model";
import { type Palette, readPalette } from "../draw/palette";
import { textWidthIn } from "./text-width";

export interface Look {
  palette: Palette;
  textWidth: TextWidth;
}

/** Colors and font as they hold at the element: read anew with the theme, more contrast, or when the font is there. */
export function useLook(element: RefObject<HTMLElement | null>, theme: string): Look | null {
  const [look, setLook] = useState<Look | null>(null);
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: theme and turn say when to read anew
  useLayoutEffect(() => {
    if (!element.current) return;
    const palette = readPalette(element.current);
    setLook({ palette, textWidth: textWidthIn(palette.font) });
  }, [element, theme, turn]);
  useEffect(() => {
    const again = () => setTurn((n) => n + 1);
    const contrast = matchMedia("(prefers-contrast: more)");
    contrast.addEventListener("change", again);
    if (document.fonts.status === "loading") void document.fonts.ready.then(again);
    return () => contrast.removeEventListener("change", again);
  }, []);
  return look;
}
