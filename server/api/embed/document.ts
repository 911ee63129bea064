import type { BrandFont } from "@/db/schema";
import type { EmbedManifest } from "./bundle";

/**
 * The framed document. The same for every app but for its typeface, which is fetched ahead and alone: the script takes
 * the id from the address.
 */
export function embedDocument(
  { opening, script, styles, fonts, preload }: EmbedManifest,
  font: BrandFont | null,
): string {
  const family = font ?? "hanken-grotesk";
  const at = (name: string) => `/embed/assets/${name}`;
  return [
    "<!doctype html>",
    `<html lang="en"${family === "hanken-grotesk" ? "" : ` data-font="${family}"`}>`,
    '<head><meta charset="utf-8"><title>Dashboard</title>',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="robots" content="noindex"><link rel="icon" href="data:,">',
    // Runs as soon as it is here: the dashboard's own script waits for the document and for much more code.
    `<script type="module" async src="${at(opening)}"></script>`,
    // In the order the first figures wait for them: browsers fetch six at a time.
    `<script type="module" src="${at(script)}"></script>`,
    ...styles.map((name) => `<link rel="stylesheet" href="${at(name)}">`),
    ...preload.map((name) => `<link rel="modulepreload" href="${at(name)}">`),
    ...fonts
      .filter((name) => name.startsWith(`${family}-`))
      .map((name) => `<link rel="preload" href="${at(name)}" as="font" type="font/woff2" crossorigin>`),
    '</head><body><div id="embed"></div></body></html>',
  ].join("\n");
}
