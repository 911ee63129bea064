import { existsSync } from "node:fs";
import { join } from "node:path";
import { onPath } from "./checks.mjs";
import { run } from "./child.mjs";
import { ROOT } from "./paths.mjs";

const COMMANDS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const APPLICATIONS = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** Flags of every test browser: quiet, no sandbox (containers run as root), no background traffic. */
export const BROWSER_ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Absolute path of an installed Chromium or Chrome, or null. */
export function systemBrowser(env = process.env) {
  for (const name of COMMANDS) {
    const path = onPath(name, env);
    if (path) return path;
  }
  return APPLICATIONS.find((path) => existsSync(path)) ?? null;
}

/**
 * Finds a browser that starts, or gets one: the system's, Playwright's own, a download, the distribution's package.
 * @param {(line: string) => void} tell
 * @returns {Promise<{ name: string } | { skip: string }>}
 */
export async function ensureBrowser(tell) {
  const reasons = [];
  const system = systemBrowser();
  if (system) {
    const failure = await startFailure(system);
    if (failure === null) return { name: system };
    reasons.push(`${system}: ${failure}`);
  }
  if ((await startFailure(null)) === null) return { name: "Playwright's Chromium" };
  tell("  no browser found: downloading Playwright's Chromium …");
  const download = await playwrightInstall();
  if (download === null && (await startFailure(null)) === null) return { name: "Playwright's Chromium" };
  reasons.push(`Playwright's download: ${download ?? (await startFailure(null))}`);
  if (process.getuid?.() === 0 && onPath("apt-get")) {
    tell("  the download did not help: apt-get install chromium …");
    const failure = await aptInstall();
    const path = systemBrowser();
    const start = path ? await startFailure(path) : (failure ?? "installed, but not on the path");
    if (path && start === null) return { name: path };
    reasons.push(`apt-get: ${start}`);
  }
  return { skip: `no browser: ${reasons.join("; ")}` };
}

/** Opens a blank page. @param {string | null} path null: Playwright's own @returns {Promise<string | null>} why not */
async function startFailure(path) {
  const options = JSON.stringify({ executablePath: path ?? undefined, args: BROWSER_ARGS, timeout: 30_000 });
  const code = `const { chromium } = require("@playwright/test");
    chromium.launch(${options}).then((b) => b.close()).catch((e) => { console.error(e.message); process.exit(1); });`;
  const { code: exit, tail } = await run(process.execPath, ["-e", code]);
  return exit === 0 ? null : (firstLine(tail) ?? `ended with code ${exit}`);
}

async function playwrightInstall() {
  const cli = join(ROOT, "node_modules", "@playwright", "test", "cli.js");
  const env = { ...process.env, PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: "15000" };
  const { code, tail } = await run(process.execPath, [cli, "install", "--only-shell", "chromium"], { env });
  return code === 0
    ? null
    : (tail.split("\n").find((line) => /error|fail/i.test(line)) ?? `ended with code ${code}`);
}

async function aptInstall() {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await run("apt-get", ["update", "-q"], { env });
  const { code, tail } = await run(
    "apt-get",
    ["install", "-q", "-y", "--no-install-recommends", "chromium"],
    { env },
  );
  return code === 0 ? null : (tail.split("\n").at(-1) ?? `ended with code ${code}`);
}

/** @param {string} text */
function firstLine(text) {
  return text.split("\n").find((line) => line.trim() !== "" && !line.trim().startsWith("at "));
}
