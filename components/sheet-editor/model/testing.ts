import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Sheet } from "@/server/templates/sheet-schema";

const FOLDERS = [
  "server/setup/sample/templates/sales/sheets",
  "server/setup/sample/templates/inventory/sheets",
  "server/setup/sample/templates/receivables/sheets",
  "db/fixtures/northwind/template/sheets",
];

/** Every sheet of the sample templates, as text and parsed. */
export function sampleSheets(): { file: string; text: string; sheet: Sheet }[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(folder).map((name) => {
      const file = join(folder, name);
      const text = readFileSync(file, "utf8");
      return { file, text, sheet: parse(text) as Sheet };
    }),
  );
}
