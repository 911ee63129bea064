import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkNode } from "./checks.mjs";
import { run } from "./child.mjs";
import { ensureInstalled } from "./install.mjs";
import { isProgram, ROOT } from "./paths.mjs";
import { runMain, SetupProblem } from "./problem.mjs";
import { say, seconds } from "./progress.mjs";
import {
  closingLine,
  failureLines,
  NOTHING,
  oneFailure,
  readUnitResults,
  settle,
  skipLines,
  sum,
} from "./results.mjs";
import { testEnvironment } from "./test-environment.mjs";

const ROOMS = ["server", "db", "components"];
/** Tests that look further with every seed. */
const DEEP = /from "(fast-check|@\/server\/testing\/deep)"/;
/** What is simulated, and the program that plays its seeds. */
const SIMULATION = {
  scenario: "server/provisioning/simulation/scenario.ts",
  program: "server/setup/deep-simulation.ts",
};

/** @typedef {import("./results.mjs").Results} Results */

/**
 * `npm run test:deep -- --minutes N`: half of the time the provisioning simulation with new seeds, then the property
 * tests again and again with new seeds. Ends at the first failure, with the seed that shows it.
 * @returns {Promise<number>}
 */
export async function testDeep(args = process.argv.slice(2)) {
  checkNode();
  const { minutes, seed } = parseArguments(args);
  await ensureInstalled();
  const began = performance.now();
  const first = seed ?? Math.floor(Math.random() * 2 ** 31);
  const simulated = await simulation(first, seed === null ? minutes / 2 : 0);
  const rest = minutes - (performance.now() - began) / 60_000;
  const properties =
    simulated.failed > 0 ? [] : await propertyRounds(seed === null ? Math.max(0, rest) : 0, seed);
  const total = sum([simulated, ...properties]);
  for (const line of [...failureLines(total), ...skipLines(total)]) say(line);
  say(closingLine(total));
  return total.failed === 0 ? 0 : 1;
}

/** @param {number} first @param {number} minutes @returns {Promise<Results>} one count for each seed */
async function simulation(first, minutes) {
  if (!existsSync(join(ROOT, SIMULATION.scenario)))
    return { ...NOTHING, skips: [{ test: "simulation of provisioning", reason: "it is not there" }] };
  say(`• Simulation of provisioning from seed ${first} (${minutes.toFixed(1)} min)`);
  const command = ["--import", "tsx", SIMULATION.program, String(first), String(minutes)];
  const { code, tail } = await run(process.execPath, command, { env: testEnvironment() });
  const counts = /^(\d+) passed, (\d+) failed, 0 skipped$/m.exec(tail);
  if (code !== 0) say(tail);
  const [passed, failed] = [Number(counts?.[1] ?? 0), Number(counts?.[2] ?? 1)];
  say(`  ${passed} seeds without a violation`);
  const broken = oneFailure("simulation of provisioning", "the seed that shows it stands above");
  return sum([{ ...NOTHING, passed }, ...(failed > 0 ? [broken] : [])]);
}

/** @param {number} minutes @param {number | null} seed @returns {Promise<Results[]>} */
async function propertyRounds(minutes, seed) {
  const files = deepTests();
  const began = performance.now();
  say(`• Property tests: ${files.length} files (${minutes.toFixed(1)} min)`);
  /** @type {Results[]} */
  const all = [];
  while (all.length === 0 || performance.now() - began < minutes * 60_000) {
    const roundSeed = seed ?? Math.floor(Math.random() * 2 ** 31);
    const { results, tail } = await runRound(files, roundSeed);
    all.push(results);
    say(`  round ${all.length}, seed ${roundSeed}: ${closingLine(results)} (${seconds(began)})`);
    if (results.failed === 0) continue;
    say(`${tail}\nAgain with: npm run test:deep -- --seed ${roundSeed}`);
    break;
  }
  return all;
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
  return { results: settle("Property tests", readUnitResults(report), code), tail };
}

if (isProgram(import.meta.url)) await runMain(testDeep);
