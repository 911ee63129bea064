import { existsSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import messages from "../providers/i18n/messages/en/help.json";
import { GUIDES, WORDS } from "./contents";

const root = resolve(__dirname, "../..");

test("every guide there is in docs/ is on the help page, and says what it is about", () => {
  for (const { key, file } of GUIDES) {
    expect(existsSync(resolve(root, file)), file).toBe(true);
    expect(messages.guide[key]?.title, key).toBeTruthy();
  }
  const guides = readdirSync(resolve(root, "docs")).filter((f) => f.endsWith(".md") && f !== "licences.md");
  const shown: string[] = GUIDES.map((g) => g.file);
  expect(guides.map((f) => `docs/${f}`).filter((f) => !shown.includes(f))).toEqual([]);
});

test("every word is explained, and every explanation is shown", () => {
  expect(WORDS.map((w) => w.key).sort()).toEqual(Object.keys(messages.word).sort());
});
