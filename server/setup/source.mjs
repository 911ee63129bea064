import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { exitCode } from "./child.mjs";
import { ROOT } from "./paths.mjs";
import { SetupProblem } from "./problem.mjs";

/**
 * Runs a TypeScript program of this project from its source, in a process of its own, on our standard streams.
 * @param {string} source relative to the root
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<number>} its exit code
 */
export function runSource(source, args, env = process.env) {
  if (!existsSync(join(ROOT, source))) throw new SetupProblem(`${source} is not there.`);
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--import", "tsx", source, ...args], {
      cwd: ROOT,
      env,
      stdio: "inherit",
    });
    const pass = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal);
    process.on("SIGTERM", pass);
    process.on("SIGINT", () => undefined); // the terminal has sent it to the child too
    child.once("error", reject);
    child.once("close", (code, signal) => resolve(exitCode(code, signal)));
  });
}
