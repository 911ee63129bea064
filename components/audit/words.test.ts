import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { en } from "../providers/i18n/messages/en";
import { wordKey } from "./words";

const sources = readdirSync("server", { recursive: true, encoding: "utf8" }).filter(
  (name) => /\.ts$/.test(name) && !/\.test\.ts$|testing/.test(name),
);

/** Actions written down as they are; those put together of parts are named in the texts by hand. */
const actions = sources.flatMap((name) => {
  const text = readFileSync(join("server", name), "utf8");
  return [
    ...text.matchAll(/\baction:[^\n]*?("[a-z-]+(?:\.[a-z-]+)+")(?:[^\n]*?("[a-z-]+(?:\.[a-z-]+)+"))?/g),
  ].flatMap(([, ...found]) => found.flatMap((quoted) => (quoted ? [quoted.slice(1, -1)] : [])));
});

test("every action the audit may hold has words", () => {
  const words: Record<string, string> = en.audit.actions;
  expect(actions.length).toBeGreaterThan(60);
  expect([...new Set(actions)].filter((action) => !words[wordKey(action)])).toEqual([]);
});
