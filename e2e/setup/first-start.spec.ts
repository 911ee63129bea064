import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, signIn, test } from "../fixtures/portal";

/** A portal of its own: others have signed in to theirs, and forgot its first password. */
test.use({ sample: "off", portalEnv: { TENANTRY_LOG: "error" } });

test.describe("first start", () => {
  test("keeps the one-time password for its user alone, and forgets it once it was changed", async ({
    page,
    portal,
  }) => {
    const file = join(portal.data, "first-owner-password");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await signIn(page, portal);
    expect(existsSync(file)).toBe(false);
  });

  test("says what it is doing", async ({ request, portal }) => {
    const answer = await request.get(`${portal.url}/api/health/ready`);
    expect(answer.status()).toBe(200);
    expect(await answer.json()).toMatchObject({ live: true, ready: true });
  });

  test("leads strangers to the sign-in page", async ({ page, portal }) => {
    await page.goto(portal.url);
    await expect(page).toHaveURL(/\/sign-in/);
  });
});
