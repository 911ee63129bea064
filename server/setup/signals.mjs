import { exitCode } from "./child.mjs";
import { onParentGone } from "./parent.mjs";

const GRACE_MS = 60_000;

/**
 * Passes stop signals on to a child and waits for its end. The first one asks it to drain (a terminal sends Ctrl-C to
 * the child as well: the child ignores repeats while it drains), the third one ends it at once.
 * @param {import("node:child_process").ChildProcess} child
 * @param {{ onStop?: () => void, graceMs?: number }} [options]
 * @returns {Promise<number>} the exit code to leave with: 0 after a drain that was asked for
 */
export function superviseChild(child, options = {}) {
  const { onStop = () => undefined, graceMs = GRACE_MS } = options;
  let asked = 0;
  /** @type {NodeJS.Timeout | undefined} */
  let force;
  const stop = () => {
    asked += 1;
    if (asked === 1) {
      onStop();
      force = setTimeout(() => child.kill("SIGKILL"), graceMs);
      force.unref();
    }
    child.kill(asked >= 3 ? "SIGKILL" : "SIGTERM");
  };
  const signals = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);
  for (const signal of signals) process.on(signal, stop);
  const unwatch = onParentGone(stop);
  return new Promise((resolve) => {
    child.once("close", (code, signal) => {
      clearTimeout(force);
      unwatch();
      for (const name of signals) process.off(name, stop);
      const drained =
        asked > 0 &&
        (code === 0 || signal === "SIGTERM" || signal === "SIGINT" || code === 143 || code === 130);
      resolve(drained ? 0 : exitCode(code, signal));
    });
    child.once("error", () => resolve(1));
  });
}
