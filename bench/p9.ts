/**
 * P9: from a host page's navigation to the embed's first figures on screen, engine host cold (portal just restarted)
 * and warm, with the sample's app; and all JavaScript before the first figures, gzip. Needs a built portal.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { chromium } from "@playwright/test";
import { sampleApp, startEmbedHost } from "@/e2e/fixtures/embed-host";
import { startPortal } from "@/e2e/fixtures/running-portal";
import { BROWSER_ARGS, systemBrowser } from "@/server/setup/browser.mjs";
import { buildEmbed } from "@/server/setup/embed-bundle.mjs";
import { type CaseSpec, runBench } from "./report";

const LIMIT_S = { cold: 1.5, warm: 0.5 };
const LIMIT_KB = 300;
const RUNS = 20;

/** Seconds until the frame said `ready`, counted from the host page's navigation. */
async function opened(temperature: "cold" | "warm"): Promise<CaseSpec> {
  if (!existsSync(".next/BUILD_ID")) throw new Error("P9 needs a built portal: npm run build");
  const portal = await startPortal({ sample: "on", env: {} });
  const host = await startEmbedHost(portal, await sampleApp(portal), { allowed: true });
  const browser = await chromium.launch({
    executablePath: systemBrowser() ?? undefined,
    args: [...BROWSER_ARGS, "--test-third-party-cookie-phaseout"],
  });
  process.once("exit", () => host.stop());
  let left = RUNS + 1;
  return {
    unit: "s",
    yardstick: LIMIT_S[temperature],
    runs: RUNS,
    async ours() {
      if (temperature === "cold") await portal.restart();
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.addInitScript(() => {
        addEventListener("tenantry-ready", () => Object.assign(window, { readyAt: performance.now() }));
      });
      await page.goto(host.url);
      const at = await page.waitForFunction(() => (window as { readyAt?: number }).readyAt);
      const seconds = Number(await at.jsonValue()) / 1000;
      await context.close();
      left -= 1;
      if (left === 0) await Promise.all([browser.close(), portal.stop()]).then(() => host.stop());
      return seconds;
    },
  };
}

/** The element, the frame's script and every chunk it cannot begin without. */
async function scriptKb(): Promise<CaseSpec> {
  const { opening, script, preload } = await buildEmbed();
  const files = ["tenantry.js", opening, script, ...preload];
  const size = (name: string) => gzipSync(readFileSync(join("dist/embed/assets", name)), { level: 9 }).length;
  return {
    unit: "kB",
    yardstick: LIMIT_KB,
    runs: 1,
    warmups: 0,
    ours: async () => files.reduce((sum, name) => sum + size(name), 0) / 1000,
    details: () => ({ files: files.length }),
  };
}

await runBench("p9", { cold: () => opened("cold"), warm: () => opened("warm"), "script-kb": scriptKb });
