import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundlesAreCurrent } from "./build.mjs";
import { checkNode } from "./checks.mjs";
import { ensureInstalled } from "./install.mjs";
import { isProgram, ROOT } from "./paths.mjs";
import { runMain } from "./problem.mjs";
import { runSource } from "./source.mjs";

/**
 * `npm run --silent tenantry -- …`: the command from its bundle where that is current, else from its source. Standard
 * output belongs to the command; the set-up speaks on standard error.
 */
export async function cli(args = process.argv.slice(2)) {
  checkNode();
  await ensureInstalled({ out: process.stderr });
  if (!bundlesAreCurrent()) return await runSource("server/cli/entry.ts", args);
  process.chdir(ROOT);
  await import(pathToFileURL(join(ROOT, "dist", "cli.mjs")).href);
  return Number(process.exitCode ?? 0);
}

if (isProgram(import.meta.url)) await runMain(cli);
