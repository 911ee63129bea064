import { expect, test } from "vitest";
import { embedDocument } from "./document";

const manifest = {
  opening: "opening.js",
  script: "embed.js",
  styles: ["embed.css"],
  fonts: [
    "hanken-grotesk-latin-wght-normal-A.woff2",
    "inter-latin-wght-normal-B.woff2",
    "source-serif-4-latin-wght-normal-C.woff2",
  ],
  preload: [],
  files: {},
};
const fetched = (font: Parameters<typeof embedDocument>[1]) =>
  [...embedDocument(manifest, font).matchAll(/assets\/([\w.-]+\.woff2)/g)].map((m) => m[1]);

test("a frame fetches the one typeface of its tenant, and that of the reader's device not at all", () => {
  expect(fetched(null)).toEqual(["hanken-grotesk-latin-wght-normal-A.woff2"]);
  expect(fetched("inter")).toEqual(["inter-latin-wght-normal-B.woff2"]);
  expect(fetched("source-serif-4")).toEqual(["source-serif-4-latin-wght-normal-C.woff2"]);
  expect(fetched("system")).toEqual([]);
  expect(embedDocument(manifest, "inter")).toContain('<html lang="en" data-font="inter">');
  expect(embedDocument(manifest, "hanken-grotesk")).toBe(embedDocument(manifest, null));
});
