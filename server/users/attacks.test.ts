import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { makeUser } from "@/db/factories";
import { createApiContext } from "@/server/api/context";
import { appRouter, createCaller } from "@/server/api/root";
import { networkAddress } from "@/server/auth/network-address";
import type { Services } from "@/server/shared/context";
import { as, operator, testServices } from "@/server/testing/context";
import { procedureOf } from "@/server/testing/procedure";
import { actorOfSession, createSignInLimiter, hashPassword, signIn } from ".";

/** S8. What argon2 is asked is counted, and still asked: work that is the same takes the same time. */
const { verified } = vi.hoisted(() => {
  // Other files of this worker have loaded argon2 already.
  vi.resetModules();
  return { verified: [] as string[] };
});
vi.mock("@node-rs/argon2", async (original) => {
  const real = await original<typeof import("@node-rs/argon2")>();
  const verify: typeof real.verify = (hashed, ...rest) => {
    verified.push(String(hashed));
    return real.verify(hashed, ...rest);
  };
  return { ...real, verify };
});

const password = "a lantern over the ferry";
const tooMany = { code: "auth.too_many_attempts" };
let services: Services;

beforeAll(async () => {
  services = await testServices();
  const passwordHash = await hashPassword(password);
  await makeUser(services.store, { email: "known@example.com", passwordHash });
  await makeUser(services.store, { email: "disabled@example.com", passwordHash, disabledAt: new Date() });
  await makeUser(services.store, { email: "invited@example.com", passwordHash: null });
});

beforeEach(() => {
  verified.length = 0;
});

function door(perEmail = 3, perAddress = 5) {
  const limiter = createSignInLimiter({ perEmail, perAddress });
  return (email: string, given: string, ip = "10.0.0.1") =>
    signIn(services, limiter, { email, password: given, ip, userAgent: "test" });
}

describe("S8: stuffing and spraying", () => {
  test("of many passwords tried at once for one address, only as many as the limit are looked at", async () => {
    const enter = door();
    const tries = Array.from({ length: 30 }, (_, i) =>
      enter("known@example.com", `guess ${i}`, `10.0.1.${i}`),
    );
    const answers = await Promise.allSettled(tries);
    expect(answers.filter((a) => a.status === "fulfilled")).toHaveLength(3);
    expect(verified).toHaveLength(3);
    await expect(enter("known@example.com", password, "10.0.2.1")).rejects.toMatchObject(tooMany);
  });

  test("one network that tries many addresses is stopped; the same people come in from elsewhere", async () => {
    const enter = door();
    for (let i = 0; i < 5; i++) expect(await enter(`person${i}@example.com`, "Summer2026!")).toBeNull();
    await expect(enter("known@example.com", password)).rejects.toMatchObject(tooMany);
    expect(await enter("known@example.com", password, "10.0.0.2")).not.toBeNull();
  });

  test("behind a proxy, what a client itself claims to be forwarded for does not count", () => {
    expect(networkAddress("203.0.113.9, 10.0.0.1")).toBe("10.0.0.1");
    expect(networkAddress(null)).toBe("unknown");
  });

  test("one's own right sign-ins are never counted", async () => {
    const enter = door(2, 2);
    for (let i = 0; i < 4; i++) expect(await enter("known@example.com", password)).not.toBeNull();
  });

  test("the counts are the process's: a portal that was started anew has none", async () => {
    const earlier = door(1);
    await earlier("known@example.com", "wrong");
    await expect(earlier("known@example.com", password)).rejects.toMatchObject(tooMany);
    expect(await door(1)("known@example.com", password)).not.toBeNull();
  });
});

test("S8: enumeration: whoever asks gets the same answer after the same work, known or not", async () => {
  for (const who of ["known", "nobody", "disabled", "invited"]) {
    verified.length = 0;
    expect(await door()(`${who}@example.com`, "wrong")).toBeNull();
    const parameters = verified.map((hashed) => hashed.split("$").slice(1, 4).join(" "));
    expect([who, parameters]).toEqual([who, ["argon2id v=19 m=19456,t=2,p=1"]]);
  }
  expect(await door()("disabled@example.com", password)).toBeNull();
});

test("S8: fixation: each sign-in has a session of its own, and a made-up one opens nothing", async () => {
  const enter = door();
  const [one, two] = [await enter("known@example.com", password), await enter("known@example.com", password)];
  expect(one?.sessionId).not.toBe(two?.sessionId);
  expect(await actorOfSession(services, "ses_chosen_by_somebody")).toBeNull();
});

describe("S8: CSRF", () => {
  const portal = "http://portal.test";
  const crossSite = async (headers: Record<string, string>) =>
    (await createApiContext(services, new Headers(headers), portal)).crossSite;

  test("a browser's request from another site, or another origin, is known as such", async () => {
    expect(await crossSite({ "sec-fetch-site": "cross-site" })).toBe(true);
    expect(await crossSite({ "sec-fetch-site": "same-site" })).toBe(true);
    expect(await crossSite({ origin: "http://evil.test" })).toBe(true);
    expect(await crossSite({ origin: "null" })).toBe(true);
    expect(await crossSite({ "sec-fetch-site": "same-origin", origin: portal })).toBe(false);
  });

  const mutations = Object.entries(appRouter._def.procedures).flatMap(([path, procedure]) =>
    (procedure as unknown as { _def: { type: string } })._def.type === "mutation" ? [path] : [],
  );

  test("no mutation there is answers such a request", async () => {
    expect(mutations.length).toBeGreaterThan(40);
    const caller = createCaller({
      services,
      ctx: as(services, operator()),
      sessionId: "ses_x",
      requestId: "req_x",
      crossSite: true,
    });
    for (const path of mutations)
      await expect(procedureOf(caller, path)?.({}), path).rejects.toMatchObject({
        code: "FORBIDDEN",
        message: "This request comes from another site.",
      });
  });
});
