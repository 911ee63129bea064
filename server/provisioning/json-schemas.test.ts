import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { jsonSchemas } from "./json-schemas";

it.each(Object.entries(jsonSchemas()))(
  "docs/schemas/%s is current (else run write-json-schemas.ts)",
  (file, text) => {
    expect(readFileSync(join("docs/schemas", file), "utf8")).toBe(text);
  },
);
