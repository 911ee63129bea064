import type { Branding } from "@/db/schema";
import { FONT_FAMILIES } from "@/db/schema/fonts-model";
import { type Pair, SUNKEN } from "./base-colors";
import { both, brandOf, inBothThemes, inkOn, lineOf, moved, readable, softOf } from "./brand-model";
import { oncePerPair } from "./once-per-pair";

/**
 * Variables a customer's branding sets on the portal of its people: the accent, in all its tones, and the typeface.
 * What could not be read moves in lightness, never in hue. Focus, states and verdicts are never branded.
 */
export function portalLook({ font, ...colors }: Branding): Record<string, string> {
  const own: Record<string, string> =
    font && font !== "hanken-grotesk" ? { "--font-sans": FONT_FAMILIES[font] } : {};
  return { ...accents(colors), ...own };
}

const accents = oncePerPair((colors) => {
  const brand = brandOf(colors);
  if (!brand) return {};
  const soft = softOf(brand);
  const ink = both((side) => inkOn(brand[side]));
  // Away from its ink, so that words on a pressed button are read as well as on one at rest.
  const pressed = (by: number) => both((side) => moved(brand[side], ink[side] === "#ffffff" ? -by : by));
  const variables: Record<string, Pair> = {
    "--accent": brand,
    "--accent-hover": pressed(0.05),
    "--accent-press": pressed(0.1),
    "--on-accent": ink,
    "--accent-text": both((side) => readable(readable(brand[side], soft[side], 4.5), SUNKEN[side], 4.5)),
    "--accent-soft": soft,
    "--accent-line": lineOf(brand),
  };
  return inBothThemes(variables);
});
