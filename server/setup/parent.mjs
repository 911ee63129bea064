const CHECK_MS = 500;

/**
 * Calls `gone` once when the process that started us has ended. npm runs a script through a shell that does not pass
 * SIGTERM on: whoever stops `npm start` ends npm and the shell, and only this tells us. Started without npm it does
 * nothing, so that a service may be left behind by its starter.
 * @param {() => void} gone
 * @param {{ env?: NodeJS.ProcessEnv, everyMs?: number }} [options]
 * @returns {() => void} stops watching
 */
export function onParentGone(gone, options = {}) {
  const { env = process.env, everyMs = CHECK_MS } = options;
  if (env.npm_lifecycle_event === undefined) return () => undefined;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    gone();
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
