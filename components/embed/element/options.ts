import type { EmbedOptions, EmbedTheme } from "../protocol";

const PARTS = ["tabs", "selections", "filters", "menu", "bookmarks", "toolbar"] as const;
const THEMES = ["light", "dark", "auto"] as const;

/** Attributes that tell the frame how to look and where to start. */
export const OPTION_ATTRIBUTES = [
  "theme",
  "brand",
  "language",
  "sheet",
  "object",
  "selections",
  "hide",
] as const;

/** What is wrong with an attribute, for whoever writes the page around. */
export type TellWrong = (message: string) => void;

function json(text: string, wrong: TellWrong): EmbedOptions["selections"] {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      return value as EmbedOptions["selections"];
  } catch {
    // Said below, once for both.
  }
  wrong('"selections" must be JSON like {"Region": ["North"]}.');
  return undefined;
}

/** The element's attributes as options. `hide` is a list of words: "tabs selections filters menu bookmarks toolbar". */
export function optionsOf(attribute: (name: string) => string | null, wrong: TellWrong): EmbedOptions {
  const theme = THEMES.find((t) => t === attribute("theme"));
  const hide = (attribute("hide") ?? "").split(/[\s,]+/);
  const selections = attribute("selections");
  return {
    theme: theme ?? ("auto" satisfies EmbedTheme),
    brand: attribute("brand") === "off" ? "off" : "on",
    language: attribute("language") ?? undefined,
    sheet: attribute("sheet") ?? undefined,
    object: attribute("object") || undefined,
    selections: selections ? json(selections, wrong) : undefined,
    hide: PARTS.filter((part) => hide.includes(part)),
  };
}
