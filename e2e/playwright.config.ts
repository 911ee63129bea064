import { defineConfig } from "@playwright/test";
import { BROWSER_ARGS, systemBrowser } from "../server/setup/browser.mjs";
import type { PortalOptions } from "./fixtures/portal";

/** What Playwright switches off; a list of ours takes the place of its own. */
const NOT_FOR_TESTS = [
  ...["AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades"],
  ...["HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding"],
  ...["ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect", "TcpPortRandomizationWin"],
  ...["OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled", "PreconnectToSearch"],
];
/** Pages that lie ready behind the address bar of every window, which nobody sees: a sixth of what a test's start costs. */
const ADDRESS_BAR = ["WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup"];

/** Browser tests run on a built portal (`npm test` builds it), one portal for each worker and set of options. */
export default defineConfig<object, PortalOptions>({
  testDir: ".",
  outputDir: "../test-results/e2e",
  // One picture for all machines: what differs between them is left out of it (fixtures/baseline.ts).
  snapshotPathTemplate: "{testFileDir}/pictures/{arg}{ext}",
  timeout: 60_000,
  expect: { timeout: 10_000 },
  workers: 2,
  retries: 0,
  forbidOnly: true,
  reporter: [["list"]],
  use: {
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    // A trace of every test takes a quarter of the time; for the test that failed there is `--trace on`.
    trace: "off",
    screenshot: "only-on-failure",
    // Third-party cookies are blocked for all: dashboards in other sites' pages do without them, and one kind of browser
    // is one kind of worker.
    launchOptions: {
      executablePath: systemBrowser() ?? undefined,
      args: [
        ...BROWSER_ARGS,
        "--test-third-party-cookie-phaseout",
        `--disable-features=${[...NOT_FOR_TESTS, ...ADDRESS_BAR].join(",")}`,
      ],
    },
  },
});
