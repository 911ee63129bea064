import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkNode } from "./checks.mjs";
import { run } from "./child.mjs";
import { ensureInstalled } from "./install.mjs";
import { isProgram, ROOT } from "./paths.mjs";
import { runMain, SetupProblem } from "./problem.mjs";
import { say, seconds } from "./progress.mjs";
import { closingLine, readUnitResults, sum } from "./results.mjs";
import { testEnvironment } from "./test-environment.mjs";

const ROOMS = ["server", "db", "components"];
/** Tests that look further with every seed: property tests, and simulations that take their seed from `testSeed()`. */
const DEEP = /from "fast-check"|testSeed\(|TENANTRY_TEST_SEED/;

/**
 * `npm run test:deep -- --minutes N`: runs the property tests and simulations again and again with new seeds, and
 * stops at the first failure with the seed that shows it.
 * @returns {Promise<number>}
 */
export async function testDeep(args = process.argv.slice(2)) {
  checkNode();
  const { minutes, seed } = parseArguments(args);
  await ensureInstalled();
  const files = deepTests();
  if (files.length === 0) throw new SetupProblem("There are no property tests and no simulations yet.");
  const began = performance.now();
  const end = began + minutes * 60_000;
  const all = [];
  for (let round = 0; round === 0 || (performance.now() < end && seed === null); round++) {
    const roundSeed = seed ?? Math.floor(Math.random() * 2 ** 31);
    const { results, tail } = await runRound(files, roundSeed);
    all.push(results);
    say(`round ${round + 1}, seed ${roundSeed}: ${closingLine(results)} (${seconds(began)})`);
    if (results.failed > 0) {
      say(tail);
      say(`Again with: npm run test:deep -- --seed ${roundSeed}`);
      break;
    }
  }
  const total = sum(all);
  say(closingLine(total));
  return total.failed === 0 ? 0 : 1;
}

/** @param {string[]} args @returns {{ minutes: number, seed: number | null }} */
export function parseArguments(args) {
  const value = (/** @type {string} */ name) => {
    const at = args.indexOf(name);
    if (at < 0) return null;
    const number = Number(args[at + 1]);
    if (!Number.isFinite(number) || number < 0)
      throw new SetupProblem(`${name} needs a number: npm run test:deep -- ${name} 30`);
    return number;
  };
  return { minutes: value("--minutes") ?? 30, seed: value("--seed") };
}

/** Test files with something that gets deeper by repetition. @returns {string[]} relative to the root */
export function deepTests(root = ROOT) {
  const files = ROOMS.flatMap((room) =>
    readdirSync(join(root, room), { recursive: true }).map((name) => join(room, String(name))),
  );
  return files.filter(
    (name) => /\.test\.tsx?$/.test(name) && DEEP.test(readFileSync(join(root, name), "utf8")),
  );
}

/** @param {string[]} files @param {number} seed */
async function runRound(files, seed) {
  const report = join(ROOT, "test-results", "deep.json");
  const runner = join(ROOT, "server", "setup", "vitest-run.mjs");
  const env = { ...testEnvironment(), TENANTRY_TEST_SEED: String(seed) };
  const { code, tail } = await run(process.execPath, [runner, report, ...files], { env });
  const results = readUnitResults(report) ?? { passed: 0, failed: 1, skips: [] };
  return { results: code !== 0 && results.failed === 0 ? { ...results, failed: 1 } : results, tail };
}

if (isProgram(import.meta.url)) await runMain(testDeep);
