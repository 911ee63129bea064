/** Signs that no file system, or not every one, takes in a name. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const FORBIDDEN = /[\u0000-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069<>:"/\\|?*]+/g;
const MOST = 180;

/** "Sales – Overview – 2026-11-21.pdf": parts that are empty are left out, signs no file system takes are blanks. */
export function fileNameOf(parts: readonly string[], day: string, ending: string): string {
  const clean = parts
    .map((part) => part.replace(FORBIDDEN, " ").replace(/\s+/g, " ").trim())
    .filter((part) => part !== "");
  const name = [...clean.join(" – ")].slice(0, MOST).join("").replace(/^\.+/, "").trim();
  return `${name === "" ? "" : `${name} – `}${day}.${ending}`;
}

/** The day in a zone, `2026-11-21`. */
export function dayOf(iso: string, zone: string): string {
  return new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).format(new Date(iso));
}
