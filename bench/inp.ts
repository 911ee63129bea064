/**
 * Interaction to next paint on the heavy pages, 10,000 tenants seeded: the slowest of all clicks and keys of a walk, as
 * the browser's Event Timing tells it, to 100 ms. Needs a built portal.
 */
import { existsSync } from "node:fs";
import { type Browser, chromium, type Page } from "@playwright/test";
import { sampleApp } from "@/e2e/fixtures/embed-host";
import { FLEET } from "@/e2e/fixtures/fleet";
import { open } from "@/e2e/fixtures/page";
import { type RunningPortal, startPortal } from "@/e2e/fixtures/running-portal";
import { signIn } from "@/e2e/fixtures/sign-in";
import { BROWSER_ARGS, systemBrowser } from "@/server/setup/browser.mjs";
import { type CaseSpec, runBench } from "./report";

const LIMIT_MS = 100;
const RUNS = 5;

interface Bench {
  portal: RunningPortal;
  browser: Browser;
  page: Page;
}

let started: Promise<Bench> | undefined;

async function start(): Promise<Bench> {
  if (!existsSync(".next/BUILD_ID")) throw new Error("INP needs a built portal: npm run build");
  const portal = await startPortal({ sample: "on", fleet: FLEET.fleet, env: FLEET.portalEnv });
  const browser = await chromium.launch({
    executablePath: systemBrowser() ?? undefined,
    args: [...BROWSER_ARGS],
  });
  const page = await (await browser.newContext({ baseURL: portal.url })).newPage();
  await page.addInitScript(() => {
    const slow = { ms: 0, at: "" };
    Object.assign(window, { slow });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEventTiming & { interactionId?: number })[]) {
        if (!entry.interactionId || entry.duration <= slow.ms) continue;
        const waited = Math.round(entry.processingStart - entry.startTime);
        const worked = Math.round(entry.processingEnd - entry.processingStart);
        const target = entry.target instanceof Element ? entry.target : null;
        const name = target?.getAttribute("aria-label") ?? target?.textContent?.slice(0, 30);
        slow.ms = entry.duration;
        slow.at = `${entry.name} ${target?.localName} "${name}", waited ${waited}, worked ${worked}`;
      }
    }).observe({ type: "event", durationThreshold: 16, buffered: true } as PerformanceObserverInit);
  });
  await signIn(page, portal);
  return { portal, browser, page };
}

interface Slow {
  ms: number;
  at: string;
}

/** What the slowest interaction of the page and its frames took until it was painted, ms in steps of 8. */
async function slowest(page: Page): Promise<Slow> {
  await page.waitForTimeout(500);
  const told = await Promise.all(
    page
      .frames()
      .map((frame) => frame.evaluate(() => (window as unknown as { slow?: Slow }).slow ?? { ms: 0, at: "" })),
  );
  return told.reduce((a, b) => (b.ms > a.ms ? b : a));
}

function spec(walk: (page: Page) => Promise<void>): CaseSpec {
  const all: Slow[] = [];
  return {
    unit: "ms",
    yardstick: LIMIT_MS,
    runs: RUNS,
    async ours() {
      started ??= start();
      const { page } = await started;
      await walk(page);
      const slow = await slowest(page);
      all.push(slow);
      return slow.ms;
    },
    details: () => ({ slowest: all.map(({ ms, at }) => `${ms} ms: ${at}`) }),
  };
}

/** Search, filter, sort, tick rows, next page. */
async function list(page: Page): Promise<void> {
  await open(page, "/tenants");
  await page.getByRole("searchbox").pressSequentially("harbor", { delay: 60 });
  await page.waitForURL(/q=harbor/);
  await page.getByRole("button", { name: "Choose State" }).click();
  await page.getByRole("menuitemradio", { name: "Active" }).click();
  await page.waitForURL(/state=active/);
  await page.getByRole("columnheader", { name: "Created" }).getByRole("button").click();
  await page.waitForURL(/sort=created/);
  await page.getByRole("checkbox").nth(1).click();
  await page.getByRole("checkbox").first().click();
  await page.getByRole("button", { name: "Next" }).click();
  await page.waitForURL(/cursor=/);
}

async function commands(page: Page): Promise<void> {
  await open(page, "/tenants");
  await page.keyboard.press("Control+k");
  await page.getByRole("option").first().waitFor();
  await page.keyboard.type("cedar", { delay: 60 });
  await page.getByRole("option", { name: /cedar/i }).first().waitFor();
  await page.keyboard.press("ArrowDown");
}

/** Selections in the preview of the sample's dashboard: a real embed, answered by the engine. */
async function dashboard(page: Page): Promise<void> {
  const { portal } = await (started ?? start());
  const app = await sampleApp(portal);
  await open(page, `/tenants/${app.tenantId}/apps/${app.id}`);
  const preview = page.frameLocator("tenantry-app iframe");
  const bar = preview.getByRole("toolbar", { name: "Selections" });
  const region = bar.getByRole("button", { name: /^Region/ });
  await region.click();
  await preview.getByRole("option").first().click();
  await preview.getByRole("option").nth(1).click();
  await page.keyboard.press("Escape");
  await bar.getByRole("button", { name: "Step back" }).click();
}

await runBench("inp", {
  list: async () => spec(list),
  commands: async () => spec(commands),
  dashboard: async () => spec(dashboard),
});
const { browser, portal } = (await started) ?? {};
await browser?.close();
await portal?.stop();
