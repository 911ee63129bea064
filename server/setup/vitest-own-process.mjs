import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { SLOW } from "./vitest-order.mjs";

const ROOMS = ["server", "db", "components", "app", "bench"];

/**
 * What a test does to its whole process or measures of it: replaced modules and clocks, settings, handlers of signals,
 * memory, processes that are killed, disks that are full.
 */
const OF_THE_PROCESS = [
  /\bvi\.(mock|doMock|unmock|resetModules|stubEnv|stubGlobal|useFakeTimers|spyOn)\b/,
  /\bprocess\.(env|on|once|chdir|exitCode|memoryUsage|cpuUsage|resourceUsage)\b/,
  /\bglobalThis\b/,
  /\b(heapUsed|setFlagsFromString|gc\(\))/,
  /\bSIGKILL\b/,
];

/**
 * Tests that have a process to themselves. All others of a worker share one, and with it the modules it has loaded,
 * which otherwise takes as long as many of them run.
 * @param {string} root
 * @returns {string[]} relative to the root
 */
export function ownProcessTests(root) {
  const files = ROOMS.flatMap((room) =>
    readdirSync(join(root, room), { recursive: true }).map((name) => join(room, String(name))),
  );
  return files.filter((name) => /\.test\.tsx?$/.test(name) && hasToItself(root, name));
}

/** @param {string} root @param {string} name */
function hasToItself(root, name) {
  if (SLOW.includes(name)) return true;
  const text = readFileSync(join(root, name), "utf8");
  return OF_THE_PROCESS.some((sign) => sign.test(text));
}
