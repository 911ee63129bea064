import { encode } from "next-auth/jwt";
import { beforeAll, describe, expect, test } from "vitest";
import { SESSION_COOKIE, sessionSecret } from "@/server/auth/session-cookie";
import type { Services } from "@/server/shared/context";
import { as, operator, testServices } from "@/server/testing/context";
import { createOperator, createSignInLimiter, signIn } from "@/server/users";
import { authenticate } from "./authenticate";

let services: Services;
let cookie: string;

beforeAll(async () => {
  services = await testServices();
  const made = await createOperator(as(services, operator()), {
    email: "a@example.com",
    name: "A",
    role: "admin",
  });
  const input = { email: "a@example.com", password: made.oneTimePassword, ip: "::1", userAgent: "test" };
  const session = await signIn(services, createSignInLimiter(), input);
  const token = await encode({ token: { sid: session?.sessionId }, secret: sessionSecret(services) });
  cookie = `${SESSION_COOKIE}=${token}`;
});

const ask = (headers: Record<string, string>) =>
  authenticate(
    services,
    new Request("http://portal.test/api/v1/tenants", { headers: { cookie, ...headers } }),
  );

describe("the session at the REST API", () => {
  test("speaks for the portal's own page", async () => {
    const actor = await ask({ "x-tenantry-session": "1", "sec-fetch-site": "same-origin" });
    expect(actor).toMatchObject({ type: "user", operatorRole: "admin" });
  });

  test.each<Record<string, string>>([
    {},
    { "sec-fetch-site": "same-origin" },
    { "x-tenantry-session": "1" },
    { "x-tenantry-session": "1", "sec-fetch-site": "cross-site" },
    { "x-tenantry-session": "1", "sec-fetch-site": "same-site" },
    { "x-tenantry-session": "1", "sec-fetch-site": "same-origin", authorization: "Bearer tnt_wrong" },
  ])("is nobody's with %j", async (headers) => {
    await expect(ask(headers)).rejects.toMatchObject({ code: "auth.key" });
  });
});
