import { readdirSync } from "node:fs";
import { join } from "node:path";
import { checkNode } from "./checks.mjs";
import { ensureInstalled } from "./install.mjs";
import { isProgram, ROOT } from "./paths.mjs";
import { runMain, SetupProblem } from "./problem.mjs";
import { say } from "./progress.mjs";
import { runSource } from "./source.mjs";

const BENCH = /^(p\d+|calibrate|inp|qvd)\.ts$/;

/** Names of the benches: `p1` …, `inp`, `qvd` and `calibrate`. @param {string} folder */
export function benchNames(folder = join(ROOT, "bench")) {
  return readdirSync(folder)
    .filter((file) => BENCH.test(file))
    .map((file) => file.slice(0, -3))
    .sort();
}

/** `npm run bench -- p5 serial`: runs one bench; without a name it lists them. */
export async function bench(args = process.argv.slice(2)) {
  checkNode();
  const names = benchNames();
  const [name, ...rest] = args;
  if (name === undefined) {
    say(`npm run bench -- <name> [case …]\n${names.map((n) => `  ${n}`).join("\n")}`);
    return 0;
  }
  if (!names.includes(name))
    throw new SetupProblem(`There is no bench ${name}.`, [`There are: ${names.join(", ")}`]);
  await ensureInstalled({ out: process.stderr });
  return await runSource(`bench/${name}.ts`, rest);
}

if (isProgram(import.meta.url)) await runMain(bench);
