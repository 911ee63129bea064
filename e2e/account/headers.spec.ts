import type { APIResponse } from "@playwright/test";
import { open } from "../fixtures/page";
import { expect, test } from "../fixtures/portal";

const nonceOf = (answer: APIResponse) =>
  /script-src [^;]*'nonce-([^']+)'/.exec(answer.headers()["content-security-policy"] ?? "")?.[1];

for (const path of [
  "/sign-in",
  "/",
  "/tenants",
  "/runs/run_none",
  "/nothing-here",
  "/api/health",
  "/api/trpc/account.me",
])
  test(`${path} is answered with the headers that keep others out`, async ({ request }) => {
    const answer = await request.get(path, { maxRedirects: 0 });
    const headers = answer.headers();
    expect(headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "same-origin",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
    });
    const rules = (headers["content-security-policy"] ?? "").split("; ");
    expect(rules).toEqual(
      expect.arrayContaining([
        "default-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "object-src 'none'",
        `script-src 'self' 'nonce-${nonceOf(answer)}' 'strict-dynamic'`,
      ]),
    );
    expect(headers["x-powered-by"]).toBeUndefined();
  });

test("every script of a page carries the answer's nonce, another one each time", async ({ request }) => {
  const answers = [await request.get("/sign-in"), await request.get("/sign-in")];
  expect(nonceOf(answers[0] as APIResponse)).not.toBe(nonceOf(answers[1] as APIResponse));
  for (const answer of answers) {
    const scripts = [...(await answer.text()).matchAll(/<script\b([^>]*)>/g)].map(
      ([, attributes]) => attributes ?? "",
    );
    expect(scripts.length).toBeGreaterThan(1);
    for (const attributes of scripts) expect(attributes).toContain(`nonce="${nonceOf(answer)}"`);
  }
});

test("what the page loads is not guessed at either", async ({ page }) => {
  const kinds = new Map<string, string | undefined>();
  page.on("response", (response) => {
    kinds.set(new URL(response.url()).pathname, response.headers()["x-content-type-options"]);
  });
  await open(page, "/sign-in");
  expect([...kinds.keys()].some((path) => path.startsWith("/_next/static/"))).toBe(true);
  expect([...kinds].filter(([, sniff]) => sniff !== "nosniff")).toEqual([]);
});

test("another site cannot frame the portal", async ({ page, portal }) => {
  await page.route("http://evil.example/", (route) =>
    route.fulfill({ contentType: "text/html", body: `<iframe src="${portal.url}/sign-in"></iframe>` }),
  );
  await page.goto("http://evil.example/");
  const framed = () => page.frames().at(1)?.url();
  await expect.poll(framed).toMatch(/^chrome-error:/);
});

test("the session's cookie is out of scripts' and other sites' reach", async ({ page, portal }) => {
  await page.goto("/sign-in");
  const before = await page.context().cookies();
  expect(before.filter((cookie) => /token/.test(cookie.name) && !cookie.httpOnly)).toEqual([]);
  expect(portal.url).toMatch(/^http:/);
  for (const cookie of before) expect(cookie.sameSite).toBe("Lax");
});
