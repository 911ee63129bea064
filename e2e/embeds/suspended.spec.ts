import type { Page } from "@playwright/test";
import { expectNoViolations } from "../fixtures/accessible";
import { applyCustomer } from "../fixtures/customers";
import { ask } from "../fixtures/database";
import { type EmbedHost, embedUrl, startEmbedHost } from "../fixtures/embed-host";
import { FLEET } from "../fixtures/fleet";
import { importWithSample } from "../fixtures/kiosk";
import { expect, test } from "../fixtures/portal";
import { rest } from "../fixtures/rest";

/** The host is http://127.0.0.1, the embed http://localhost: two sites, and third-party cookies are blocked. */
test.use({ ...FLEET, contextOptions: { reducedMotion: "reduce" } });

const TEMPLATE = "closed-house";
const CLOSED = {
  en: ["Closed House – closed for now", "Its dashboards are paused", "Look again"],
  de: ["Closed House – vorübergehend geschlossen", "Die Dashboards ruhen", "Erneut nachsehen"],
  fr: ["Closed House – fermé pour le moment", "Ses tableaux de bord sont en pause", "Regarder à nouveau"],
} as const;

let host: EmbedHost;
let tenantId: string;

test.beforeAll(async ({ portal }) => {
  test.setTimeout(120_000);
  await importWithSample(portal, TEMPLATE);
  const made = { slug: TEMPLATE, name: "Closed House", orders: 40, template: TEMPLATE, wait: true };
  tenantId = (await applyCustomer(portal, made)).id;
  const [app] = ask<{ id: string }>(portal, "select id from apps where tenant_id = ?", tenantId);
  host = await startEmbedHost(portal, { id: app?.id ?? "", tenantId }, { allowed: true });
});

test.afterAll(() => host?.stop());

const frameOf = (page: Page) => page.frameLocator("tenantry-app iframe");
const speak = (page: Page, language: string) =>
  page.locator("tenantry-app").evaluate((e, to) => e.setAttribute("language", to), language);

test("a suspended tenant's dashboards are a friendly page in the reader's language, and come back as they were", async ({
  page,
  portal,
}) => {
  test.slow();
  const state = () =>
    ask<{ state: string }>(portal, "select state from tenants where id = ?", tenantId)[0]?.state;
  await rest(portal, `/tenants/${tenantId}/suspend`, {});
  await expect.poll(state, { timeout: 30_000 }).toBe("suspended");

  await page.goto(host.url);
  const said = frameOf(page).locator("body");
  for (const [language, words] of Object.entries(CLOSED)) {
    await speak(page, language);
    for (const word of words) await expect(said, language).toContainText(word);
    await expect(said).not.toContainText(/tenant|embeds\.|error|mandant|locataire/i);
    const frame = page.frames().find((f) => f.url().startsWith(embedUrl(portal)));
    if (!frame) throw new Error("The frame is gone.");
    await expectNoViolations(page, `suspended embed, ${language}`, {
      frame,
      async setTheme(theme) {
        await page.locator("tenantry-app").evaluate((e, to) => e.setAttribute("theme", to), theme);
        await expect(frame.locator("html")).toHaveAttribute("data-theme", theme);
      },
    });
  }

  await rest(portal, `/tenants/${tenantId}/resume`, {});
  await expect.poll(state, { timeout: 30_000 }).toBe("active");
  await frameOf(page).getByRole("button", { name: "Regarder à nouveau", exact: true }).click();
  await expect(frameOf(page).getByRole("button", { name: "Overview", exact: true })).toBeVisible();
});
