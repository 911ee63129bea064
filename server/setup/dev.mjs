import { checkDataFolder, checkNode, checkPort } from "./checks.mjs";
import { ensureInstalled } from "./install.mjs";
import { ownerPasswordLines } from "./owner-password.mjs";
import { dataFolder, isProgram } from "./paths.mjs";
import { portalAddress, spawnPortal, waitUntilReady } from "./portal.mjs";
import { runMain } from "./problem.mjs";
import { say } from "./progress.mjs";
import { superviseChild } from "./signals.mjs";

/** `npm run dev`: the portal from its sources, compiled page by page, reloading what changes. */
export async function dev() {
  checkNode();
  const address = portalAddress();
  checkDataFolder(dataFolder());
  await checkPort(address.host, address.port);
  await ensureInstalled();
  const child = spawnPortal(address, { dev: true });
  const stopped = new AbortController();
  child.once("close", () => stopped.abort());
  void waitUntilReady(address, { signal: stopped.signal, everyMs: 500 }).then(({ ready }) => {
    if (ready) for (const line of ownerPasswordLines(dataFolder())) say(line);
  });
  return await superviseChild(child, { onStop: () => stopped.abort() });
}

if (isProgram(import.meta.url)) await runMain(dev);
