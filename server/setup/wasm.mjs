/** Compiles what is written as WebAssembly text: `npm run wasm`, after each change of a `.wat` file. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import wabt from "wabt";

const FEATURES = { multi_value: true, bulk_memory: true };

/** @returns {Promise<string>} what a `.wat` file is compiled to, as a module that gives its bytes */
export async function compiled(path) {
  const parsed = (await wabt()).parseWat(path, readFileSync(path, "utf8"), FEATURES);
  parsed.resolveNames();
  parsed.validate();
  const bytes = Buffer.from(parsed.toBinary({}).buffer).toString("base64");
  parsed.destroy();
  const lines = bytes.match(/.{1,100}/g) ?? [];
  const text = lines.map((line) => `  "${line}",`).join("\n");
  return `/** Compiled by \`npm run wasm\`: not to be edited. */\nexport const BYTES = [\n${text}\n].join("");\n`;
}

export const written = (path) => path.replace(/\.wat$/, "-wasm.ts");

export const texts = () =>
  readdirSync("server", { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".wat"))
    .map((path) => join("server", path));

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href)
  for (const path of texts()) writeFileSync(written(path), await compiled(path));
