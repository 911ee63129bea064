import { checkNode } from "./checks.mjs";
import { ensureInstalled } from "./install.mjs";
import { isProgram } from "./paths.mjs";
import { runMain } from "./problem.mjs";
import { runSource } from "./source.mjs";

/** `npm run seed -- <scenario>`: fills the data folder with a named scenario. */
export async function seed(args = process.argv.slice(2)) {
  checkNode();
  await ensureInstalled({ out: process.stderr });
  return await runSource("db/seed/run.ts", args);
}

if (isProgram(import.meta.url)) await runMain(seed);
