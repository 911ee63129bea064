import { spawn } from "node:child_process";
import { ROOT } from "./paths.mjs";

const TAIL_LINES = 1000;

/**
 * Runs a command to its end.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, show?: boolean }} [options] `show` passes the output through
 * @returns {Promise<{ code: number, tail: string }>} `tail`: the last lines of what it wrote, empty when shown
 */
export function run(command, args, options = {}) {
  const { cwd = ROOT, env = process.env, show = false } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: show ? "inherit" : ["ignore", "pipe", "pipe"] });
    /** @type {string[]} */
    let lines = [];
    const keep = (/** @type {Buffer} */ chunk) => {
      lines = [
        ...lines,
        ...String(chunk)
          .split("\n")
          .filter((line) => line.trim() !== ""),
      ].slice(-TAIL_LINES);
    };
    child.stdout?.on("data", keep);
    child.stderr?.on("data", keep);
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ code: exitCode(code, signal), tail: lines.join("\n") }));
  });
}

/** As a shell counts: 128 + signal number. @param {number | null} code @param {NodeJS.Signals | null} signal */
export function exitCode(code, signal) {
  if (code !== null) return code;
  return signal === "SIGINT" ? 130 : signal === "SIGTERM" ? 143 : 137;
}

/**
 * The npm that belongs to this Node: the one that runs us, else the one on the path.
 * @returns {{ command: string, args: string[] }}
 */
export function npmCommand(env = process.env) {
  const script = env.npm_execpath;
  if (script && /npm-cli\.[cm]?js$/.test(script)) return { command: process.execPath, args: [script] };
  return { command: process.platform === "win32" ? "npm.cmd" : "npm", args: [] };
}
