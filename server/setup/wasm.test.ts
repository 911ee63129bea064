import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { compiled, texts, written } from "./wasm.mjs";

test.each(texts())("%s is compiled as it stands", async (path) => {
  expect(readFileSync(written(path), "utf8")).toBe(await compiled(path));
});
