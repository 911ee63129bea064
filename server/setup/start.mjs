import { ensureBuilt } from "./build.mjs";
import { checkDataFolder, checkNode, checkPort } from "./checks.mjs";
import { ensureInstalled } from "./install.mjs";
import { ownerPasswordLines } from "./owner-password.mjs";
import { dataFolder, isProgram } from "./paths.mjs";
import { portalAddress, spawnPortal, waitUntilReady } from "./portal.mjs";
import { runMain } from "./problem.mjs";
import { say, seconds } from "./progress.mjs";
import { superviseChild } from "./signals.mjs";

/** `npm start`: installs if needed, builds if stale, starts the portal and stays with it until it has drained. */
export async function start() {
  const began = performance.now();
  checkNode();
  const address = portalAddress();
  const data = dataFolder();
  checkDataFolder(data);
  await checkPort(address.host, address.port);
  await ensureInstalled();
  await ensureBuilt();

  const starting = performance.now();
  say("• Starting the portal …");
  const child = spawnPortal(address);
  const stopped = new AbortController();
  const ended = superviseChild(child, {
    onStop: () => {
      stopped.abort();
      say("\n• Stopping: steps in flight finish first …");
    },
  });
  child.once("close", () => stopped.abort());
  void announce(address, data, { began, starting, signal: stopped.signal });
  const code = await ended;
  say(code === 0 ? "✓ Stopped" : `✗ The portal ended with code ${code}; its last lines are above.`);
  return code;
}

/**
 * @param {ReturnType<typeof portalAddress>} address
 * @param {string} data
 * @param {{ began: number, starting: number, signal: AbortSignal }} times
 */
async function announce(address, data, { began, starting, signal }) {
  const { ready, last } = await waitUntilReady(address, { signal });
  if (signal.aborted) return;
  if (!ready) {
    say(
      `! The portal is not ready after ${seconds(starting)}${last ? `; it says: ${last}` : " and does not answer"}.`,
    );
    say(`  It goes on trying; see ${address.url}/api/health/ready and the log above.`);
    return;
  }
  say(`✓ Ready (${seconds(starting)}, ${seconds(began)} in all)`);
  say(`\n  Tenantry is at ${address.url}`);
  for (const line of ownerPasswordLines(data)) say(line);
  const doing = doingOf(last);
  if (doing) say(`  In the background: ${doing}`);
  say("  Ctrl-C stops it.");
}

/** What the portal is doing, from its health answer. @param {string} body @returns {string | null} */
export function doingOf(body) {
  try {
    return JSON.parse(body).doing || null;
  } catch {
    return null;
  }
}

if (isProgram(import.meta.url)) await runMain(start);
