import type { Page } from "@playwright/test";
import { expectNoViolations } from "../fixtures/accessible";
import { open, whollyHydrated } from "../fixtures/page";
import { test } from "../fixtures/portal";

export type PageToSee = [name: string, path: () => string, ready: (page: Page) => Promise<void>];

const TOGETHER = 8;
const EACH_MS = 20_000;

/**
 * Looks at every page as soon as it is ready. Some share a test, one after the other: a test of its own begins with an
 * empty cache, which takes as long as the look.
 */
export function testPages(pages: readonly PageToSee[]): void {
  for (let i = 0; i < pages.length; i += TOGETHER) {
    const group = pages.slice(i, i + TOGETHER);
    test(`pages: ${group.map(([name]) => name).join("; ")}`, async ({ ownerPage: page }) => {
      test.setTimeout(group.length * EACH_MS);
      for (const [name, path, ready] of group)
        await test.step(name, async () => {
          await page.setViewportSize({ width: 1280, height: 800 });
          await page.emulateMedia({ colorScheme: "light" });
          await open(page, path());
          await ready(page);
          await whollyHydrated(page);
          await expectNoViolations(page, name);
        });
    });
  }
}
