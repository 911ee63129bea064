import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { makeUser } from "@/db/factories";
import type { Store } from "@/db/store";
import { as, operator, testServices } from "@/server/testing/context";
import {
  actorOfSession,
  createSignInLimiter,
  endOtherSessions,
  endOwnSession,
  hashPassword,
  listOwnSessions,
  signIn,
} from ".";
import { deviceOf } from "./device";

const password = "a lantern over the ferry";
const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

async function signedIn() {
  const services = await testServices();
  const limiter = createSignInLimiter();
  const passwordHash = await hashPassword(password);
  const [ada, bob] = [
    await makeUser(services.store, { email: "ada@example.com", passwordHash }),
    await makeUser(services.store, { email: "bob@example.com", passwordHash }),
  ];
  const enter = async (email: string, ip: string) => {
    const session = await signIn(services, limiter, { email, password, ip, userAgent: FIREFOX });
    return session?.sessionId ?? "";
  };
  const own = [await enter(ada.email, "10.0.0.1"), await enter(ada.email, "10.0.0.2")] as const;
  const foreign = await enter(bob.email, "10.0.0.3");
  const ctx = as(services, { ...operator(), id: ada.id } as never);
  return { services, ctx, own, foreign };
}

test("a person sees where they are signed in, and ends one session or all others, never somebody else's", async () => {
  const { services, ctx, own, foreign } = await signedIn();
  const [here, there] = own;
  await actorOfSession(services, here);
  const list = await listOwnSessions(ctx, here);
  expect(new Set(list.map((s) => s.id))).toEqual(new Set(own));
  const current = list.find((s) => s.current);
  expect(current).toMatchObject({ id: here, ip: "10.0.0.1", browser: "Firefox", system: "Linux" });
  expect(current?.lastUsedAt).toBeInstanceOf(Date);

  await expect(endOwnSession(ctx, { id: foreign })).rejects.toMatchObject({ code: "session.not_found" });
  await endOwnSession(ctx, { id: there });
  expect(await actorOfSession(services, there)).toBeNull();
  expect(await endOtherSessions(ctx, here)).toEqual({ ended: 0 });
  expect(await actorOfSession(services, here)).not.toBeNull();
  expect(await endOtherSessions(ctx, null)).toEqual({ ended: 1 });
  expect(await actorOfSession(services, foreign)).not.toBeNull();
});

test("whoever signs in while their password is changed, or their account shut, comes in by it no more", async () => {
  const services = await testServices();
  const passwordHash = await hashPassword(password);
  const other = await hashPassword("four geese by the old mill");
  const { users, sessions } = services.store.tables;
  for (const change of [{ passwordHash: other }, { disabledAt: new Date() }]) {
    const { id, email } = await makeUser(services.store, { passwordHash });
    const { store } = services;
    // The row was read by then, and its hash was the right one.
    const tx: Store["tx"] = async (body) => {
      await store.tx((db) => db.update(users).set(change).where(eq(users.id, id)));
      return store.tx(body);
    };
    const input = { email, password, ip: "10.0.0.1", userAgent: FIREFOX };
    const late = { ...services, store: { ...store, tx } };
    expect(await signIn(late, createSignInLimiter(), input)).toBeNull();
    expect(await services.store.read.select().from(sessions).where(eq(sessions.userId, id))).toEqual([]);
  }
});

const WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)";
test.each([
  [FIREFOX, "Firefox", "Linux"],
  [
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/140.0 Safari/537.36 Edg/140.0`,
    "Edge",
    "Windows",
  ],
  [`Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${WEBKIT} Chrome/140.0 Safari/537.36`, "Chrome", "macOS"],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
    "Safari",
    "iPhone",
  ],
  [
    `Mozilla/5.0 (Linux; Android 15; Pixel 9) ${WEBKIT} Chrome/140.0 Mobile Safari/537.36`,
    "Chrome",
    "Android",
  ],
  ["<script>alert(1)</script>", null, null],
  ["", null, null],
])("%s is read as %s on %s", (text, browser, system) => {
  expect(deviceOf(text)).toEqual({ browser, system });
});
