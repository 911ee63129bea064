import { readFileSync } from "node:fs";
import { expectNoViolations } from "../fixtures/accessible";
import { FLEET } from "../fixtures/fleet";
import { applyShop, importLike } from "../fixtures/orders-like";
import { open } from "../fixtures/page";
import { makePerson } from "../fixtures/people";
import { expect, test } from "../fixtures/portal";
import { rest } from "../fixtures/rest";
import type { RunningPortal } from "../fixtures/running-portal";
import { signInAs } from "../fixtures/sign-in";

test.use({ ...FLEET, contextOptions: { reducedMotion: "reduce" }, acceptDownloads: true });

async function succeeded(portal: RunningPortal, run: string): Promise<void> {
  const state = async () => (await rest<{ state: string }>(portal, `/runs/${run}`)).state;
  await expect.poll(state, { timeout: 60_000 }).toBe("succeeded");
}

test("an admin sees usage rise after a reload, upgrades with a preview, and downloads the invoice", async ({
  page,
  portal,
}) => {
  test.slow();
  await importLike(portal, { id: "billed" });
  const shop = { slug: "billed", name: "Billed", templates: ["billed@1.0.0"] };
  const { id: tenantId, apps } = await applyShop(portal, shop);
  const yesterday = new Date(Date.now() - 86_400_000).toISOString();
  await rest(portal, "/subscriptions", { tenant: tenantId, startAt: yesterday, trialDays: 0, seats: 30 });
  const billed = await rest<{ run: string }>(portal, "/billing/run", {});
  await succeeded(portal, billed.run);
  const person = { tenantId, role: "admin", name: "Ada Admin", email: "admin@billed.example" } as const;
  await signInAs(page, portal, await makePerson(portal, person));

  const plan = `/tenants/${tenantId}/billing`;
  await open(page, plan);
  const used = async () => {
    const text = await page.getByRole("region", { name: "Usage of this period" }).textContent();
    return Number(/Rows reloaded\s*([\d,]+)/.exec(text ?? "")?.[1]?.replaceAll(",", "") ?? Number.NaN);
  };
  await expect.poll(used).toBeGreaterThan(0);
  const before = await used();
  const reload = await rest<{ run: string }>(portal, "/reloads", { app: apps[0] });
  await succeeded(portal, reload.run);
  await open(page, plan);
  await expect.poll(used).toBeGreaterThan(before);
  await expect(page.getByRole("region", { name: "Usage of this period" })).toContainText(
    /average of the period so far.*At present: [\d.]+\s[kMG]?B/,
    // What is counted last comes with the page's next look, half a minute later at most.
    { timeout: 45_000 },
  );
  await expectNoViolations(page, "plan and usage");

  await page.getByRole("link", { name: "Compare plans" }).click();
  await page.getByRole("button", { name: "Choose Enterprise…" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("Charged now");
  const charged = /Charged now\s*(€[\d,.]+)/.exec((await dialog.textContent()) ?? "")?.[1] ?? "nothing";
  expect(charged).toMatch(/^€1,[\d.]+$/);
  await expectNoViolations(page, "what a change costs");
  await dialog.getByRole("button", { name: "Change now" }).click();
  await expect(page.getByText("The subscription is changed")).toBeVisible();

  await open(page, plan);
  const invoices = page.getByRole("region", { name: "Invoices" });
  await expect(invoices.last()).toContainText(charged);
  await page.getByRole("link", { name: /^INV-/ }).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("INV-");
  await expectNoViolations(page, "an invoice");
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download PDF" }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/\.pdf$/);
  expect(
    readFileSync(await file.path())
      .subarray(0, 5)
      .toString(),
  ).toBe("%PDF-");
});
