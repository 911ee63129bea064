import { resolve } from "node:path";

/** Templates of the sample vendor, in the order they are sold. */
export const SAMPLE_TEMPLATES = ["sales", "inventory", "receivables"] as const;

/** Absolute paths of the sample templates' folders; the working folder is the project's root. */
export function sampleTemplateFolders(): string[] {
  const base = resolve(/* turbopackIgnore: true */ process.cwd(), "server/setup/sample/templates");
  return SAMPLE_TEMPLATES.map((name) => resolve(base, name));
}
