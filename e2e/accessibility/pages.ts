import type { Page } from "@playwright/test";
import { expectNoViolations } from "../fixtures/accessible";
import { open, whollyHydrated } from "../fixtures/page";
import { expect, test } from "../fixtures/portal";

export type PageToSee = [name: string, path: () => string, ready: (page: Page) => Promise<void>];

const TOGETHER = 8;
const EACH_MS = 20_000;
/** Looks at every page in these, too, as in `TENANTRY_AXE_LANGUAGES=de,fr`; the main ones always (`languages.spec.ts`). */
const LANGUAGES = (process.env.TENANTRY_AXE_LANGUAGES ?? "").split(",").filter(Boolean);

async function speak(page: Page, language: string): Promise<void> {
  const { origin } = new URL(page.url());
  await page.context().addCookies([{ name: "tenantry-language", value: language, url: origin }]);
}

/** The page as it is, once more in other languages. */
async function lookInOthers(page: Page, name: string): Promise<void> {
  // What still loads stands in samples of it, too.
  const loading = page.locator("main .appear-late");
  const shown = await loading.count();
  for (const language of LANGUAGES) {
    await speak(page, language);
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.emulateMedia({ colorScheme: "light" });
    await page.reload();
    await expect(page.locator("html")).toHaveAttribute("lang", new RegExp(`^${language}\\b`));
    await expect(loading).toHaveCount(shown);
    await whollyHydrated(page);
    await expectNoViolations(page, `${name} in ${language}`);
  }
  if (LANGUAGES.length > 0) await speak(page, "en");
}

/**
 * Looks at every page as soon as it is ready. Some share a test, one after the other: a test of its own begins with an
 * empty cache, which takes as long as the look.
 */
export function testPages(pages: readonly PageToSee[]): void {
  for (let i = 0; i < pages.length; i += TOGETHER) {
    const group = pages.slice(i, i + TOGETHER);
    test(`pages: ${group.map(([name]) => name).join("; ")}`, async ({ ownerPage: page }) => {
      test.setTimeout(group.length * EACH_MS * (1 + LANGUAGES.length));
      for (const [name, path, ready] of group)
        await test.step(name, async () => {
          await page.setViewportSize({ width: 1280, height: 800 });
          await page.emulateMedia({ colorScheme: "light" });
          await open(page, path());
          await ready(page);
          await whollyHydrated(page);
          await expectNoViolations(page, name);
          await lookInOthers(page, name);
        });
    });
  }
}
