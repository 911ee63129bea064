import { resolve } from "node:path";
import { Font } from "@react-pdf/renderer";
import type { BrandFont } from "@/db/schema/fonts-model";

/*
 * Typefaces of documents made without a browser, at the two weights of the portal. What the first of them has no letters
 * for (Greek, Cyrillic, signs such as ▲ and ⚠) comes from the next. Paths are of the project's root, which
 * is the working folder of every process.
 */

const LAST = "DejaVu Sans";
/** The portal's own. */
export const FAMILIES = ["Hanken Grotesk", LAST];
export const WEIGHT = { regular: 400, strong: 700 } as const;

const FILES = [
  ["Hanken Grotesk", "hanken-grotesk"],
  ["Inter", "inter"],
  ["Inter Extended", "inter-ext"],
  ["Source Serif 4", "source-serif-4"],
  ["Source Serif 4 Extended", "source-serif-4-ext"],
  [LAST, "dejavu-sans"],
] as const;

/** Those of a tenant's typeface. That of the reader's device is in no file: the portal's own stands for it. */
export function familiesOf(font: BrandFont | null | undefined): string[] {
  if (font === "inter") return ["Inter", "Inter Extended", LAST];
  if (font === "source-serif-4") return ["Source Serif 4", "Source Serif 4 Extended", LAST];
  return FAMILIES;
}

let registered = false;

/** Makes the typefaces known to the document maker; once per process. Words are never broken at their syllables. */
export function registerFonts(): void {
  if (registered) return;
  registered = true;
  const file = (name: string, weight: string) =>
    resolve(
      /* turbopackIgnore: true */ process.cwd(),
      "components",
      "documents",
      "fonts",
      `${name}-${weight}.ttf`,
    );
  for (const [family, name] of FILES)
    Font.register({
      family,
      fonts: [
        { src: file(name, "regular"), fontWeight: WEIGHT.regular },
        { src: file(name, "strong"), fontWeight: WEIGHT.strong },
      ],
    });
  Font.registerHyphenationCallback((word) => [word]);
}

/** As `CanvasRenderingContext2D.measureText`: px of a text in the documents' typefaces. */
export type Measure = (text: string, size?: number, strong?: boolean) => number;

interface Letters {
  unitsPerEm: number;
  hasGlyphForCodePoint(code: number): boolean;
  glyphForCodePoint(code: number): { advanceWidth: number };
}

/** Loads the typefaces. @returns how wide a text will be, with its fallbacks */
export async function loadFonts(families: readonly string[] = FAMILIES): Promise<Measure> {
  registerFonts();
  const wanted = families.flatMap((fontFamily) =>
    Object.values(WEIGHT).map((fontWeight) => ({ fontFamily, fontWeight })),
  );
  await Promise.all(wanted.map((font) => Font.load(font)));
  const lettersOf = (fontWeight: number) =>
    families.map((fontFamily) => Font.getFont({ fontFamily, fontWeight })?.data as unknown as Letters);
  const faces = { regular: lettersOf(WEIGHT.regular), strong: lettersOf(WEIGHT.strong) };
  const known = new Map<string, number>();
  const widthOf = (letter: string, strong: boolean): number => {
    const key = `${strong ? "b" : ""}${letter}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const code = letter.codePointAt(0) ?? 32;
    const face = faces[strong ? "strong" : "regular"].find((f) => f.hasGlyphForCodePoint(code));
    const width = face ? face.glyphForCodePoint(code).advanceWidth / face.unitsPerEm : 0.6;
    known.set(key, width);
    return width;
  };
  return (text, size = 12, strong = false) => {
    let width = 0;
    for (const letter of text) width += widthOf(letter, strong);
    return width * size;
  };
}
