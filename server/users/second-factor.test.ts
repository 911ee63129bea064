import { TOTP } from "otpauth";
import { beforeEach, describe, expect, test } from "vitest";
import { makeUser } from "@/db/factories";
import { systemClock } from "@/server/shared/clock";
import type { Context, Services } from "@/server/shared/context";
import { as, operator, testServices } from "@/server/testing/context";
import {
  actorOfSession,
  beginSecondFactor,
  changeSecurity,
  confirmSecondFactor,
  createSignInLimiter,
  getSecondFactor,
  hashPassword,
  renewRecoveryCodes,
  resetOperatorFactor,
  signIn,
  turnOffSecondFactor,
} from ".";
import { withinGuesses } from "./limiter";

const password = "a lantern over the ferry";
const email = "ada@example.com";
let now = 0;
let services: Services;
let ctx: Context;
let userId: string;
let limiter = createSignInLimiter();

const clock = { ...systemClock, now: () => new Date(now) };
const wait = (seconds: number) => {
  now += seconds * 1000;
};

beforeEach(async () => {
  now = Date.UTC(2026, 4, 1, 9);
  services = await testServices({ clock });
  const passwordHash = await hashPassword(password);
  userId = (await makeUser(services.store, { email, passwordHash, operatorRole: "admin" })).id;
  ctx = as(services, { ...operator("admin"), id: userId } as never);
  limiter = createSignInLimiter({ perEmail: 3, perAddress: 50 });
});

const enter = (code?: string, given = password) =>
  signIn(services, limiter, { email, password: given, code, ip: "10.0.0.1", userAgent: "test" });

const codeOf = (secret: string, at = now) => new TOTP({ secret }).generate({ timestamp: at });

async function setUp() {
  const { secret, uri, qr } = await beginSecondFactor(ctx, { password });
  const { recoveryCodes } = await confirmSecondFactor(ctx, { code: codeOf(secret) });
  wait(60);
  return { secret, uri, qr, recoveryCodes };
}

const required = { code: "auth.code_required" };
const wrong = { code: "auth.wrong_code" };

describe("setting up", () => {
  test("needs the password, and a code before anything is asked for", async () => {
    await expect(beginSecondFactor(ctx, { password: "wrong" })).rejects.toMatchObject({
      code: "account.wrong_password",
    });
    const { secret, uri, qr } = await beginSecondFactor(ctx, { password });
    expect(uri).toContain(`otpauth://totp/Tenantry:ada%40example.com?`);
    expect(qr).toMatch(/^<svg/);
    expect(await enter()).not.toBeNull();
    await expect(confirmSecondFactor(ctx, { code: "000000" })).rejects.toMatchObject({
      code: "account.wrong_code",
    });
    const { recoveryCodes } = await confirmSecondFactor(ctx, { code: codeOf(secret) });
    expect(new Set(recoveryCodes).size).toBe(10);
    expect(await getSecondFactor(ctx)).toMatchObject({ on: true, recoveryLeft: 10, required: false });
    await expect(enter()).rejects.toMatchObject(required);
    await expect(beginSecondFactor(ctx, { password })).rejects.toMatchObject({ code: "second_factor.on" });
  });

  test("neither the secret nor a recovery code is stored in the clear", async () => {
    const { secret, recoveryCodes } = await setUp();
    const { tables, read } = services.store;
    const stored = JSON.stringify([
      await read.select().from(tables.secondFactors),
      await read.select().from(tables.auditPayloads),
    ]);
    for (const plain of [secret, ...recoveryCodes]) expect(stored).not.toContain(plain);
  });
});

describe("signing in with a code", () => {
  test("the right code opens, a code is taken once, and none of an earlier step after it", async () => {
    const { secret } = await setUp();
    const code = codeOf(secret);
    const before = codeOf(secret, now - 30_000);
    expect(await enter(` ${code.slice(0, 3)} ${code.slice(3)}`)).not.toBeNull();
    await expect(enter(code)).rejects.toMatchObject(wrong);
    await expect(enter(before)).rejects.toMatchObject(wrong);
  });

  test("two sign-ins at the same time with one code: one gets in", async () => {
    const { secret } = await setUp();
    const code = codeOf(secret);
    const both = await Promise.allSettled([enter(code), enter(code)]);
    expect(both.map((r) => r.status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  test("one step early or late is taken, two are not", async () => {
    const { secret } = await setUp();
    wait(300);
    await expect(enter(codeOf(secret, now - 60_000))).rejects.toMatchObject(wrong);
    await expect(enter(codeOf(secret, now + 60_000))).rejects.toMatchObject(wrong);
    expect(await enter(codeOf(secret, now - 30_000))).not.toBeNull();
    expect(await enter(codeOf(secret, now + 30_000))).not.toBeNull();
  });

  test("each recovery code works once, however it is typed", async () => {
    const { recoveryCodes } = await setUp();
    const [first = "", second = ""] = recoveryCodes;
    expect(await enter(first.toUpperCase().replaceAll("-", " "))).not.toBeNull();
    await expect(enter(first)).rejects.toMatchObject(wrong);
    expect(await enter(second)).not.toBeNull();
    expect(await getSecondFactor(ctx)).toMatchObject({ recoveryLeft: 8 });
  });

  test("a wrong password gets the same answer with and without a code: nothing tells of the factor", async () => {
    const { secret } = await setUp();
    expect(await enter(undefined, "wrong")).toBeNull();
    expect(await enter(codeOf(secret), "wrong")).toBeNull();
    expect(await enter(codeOf(secret))).not.toBeNull();
  });

  test("wrong codes count into the limit of the account; being asked for a code does not", async () => {
    const { secret } = await setUp();
    for (let i = 0; i < 4; i++) await expect(enter()).rejects.toMatchObject(required);
    for (let i = 0; i < 3; i++) await expect(enter("000000")).rejects.toMatchObject(wrong);
    await expect(enter(codeOf(secret))).rejects.toMatchObject({ code: "auth.too_many_attempts" });
  });
});

test("whoever found an open session has ten guesses at its password or code; right ones cost none", async () => {
  const guess = (right: boolean) =>
    withinGuesses("usr_guessed", async () => {
      if (!right) throw new Error("wrong");
    });
  for (let i = 0; i < 15; i++) await guess(true);
  for (let i = 0; i < 10; i++) await expect(guess(false)).rejects.toThrow("wrong");
  await expect(guess(true)).rejects.toMatchObject({ code: "auth.too_many_attempts" });
});

describe("turning off", () => {
  test("needs password and code", async () => {
    const { secret } = await setUp();
    await expect(turnOffSecondFactor(ctx, { password: "wrong", code: codeOf(secret) })).rejects.toMatchObject(
      { code: "account.wrong_password" },
    );
    await expect(turnOffSecondFactor(ctx, { password, code: "000000" })).rejects.toMatchObject({
      code: "account.wrong_code",
    });
    await turnOffSecondFactor(ctx, { password, code: codeOf(secret) });
    expect(await enter()).not.toBeNull();
  });

  test("new recovery codes take the old ones' place", async () => {
    const { secret, recoveryCodes } = await setUp();
    const renewed = await renewRecoveryCodes(ctx, { password, code: codeOf(secret) });
    await expect(enter(recoveryCodes[0])).rejects.toMatchObject(wrong);
    expect(await enter(renewed.recoveryCodes[0])).not.toBeNull();
  });

  test("an owner takes a colleague's away, which ends the sessions; not their own", async () => {
    const { secret } = await setUp();
    const session = await enter(codeOf(secret));
    const owner = as(services, operator());
    await resetOperatorFactor(owner, { id: userId });
    expect(await actorOfSession(services, session?.sessionId ?? "")).toBeNull();
    expect(await enter()).not.toBeNull();
    await expect(resetOperatorFactor(owner, { id: userId })).rejects.toMatchObject({
      code: "second_factor.off",
    });
    await expect(resetOperatorFactor(owner, { id: "usr_owner" })).rejects.toMatchObject({
      code: "second_factor.own",
    });
    await expect(resetOperatorFactor(ctx, { id: "usr_owner" })).rejects.toMatchObject({
      kind: "forbidden",
    });
  });
});

describe("required of operators", () => {
  test("who has none may do nothing else; who has one, and people of customers, may", async () => {
    const session = await enter();
    const actor = async () => {
      const found = await actorOfSession(services, session?.sessionId ?? "");
      if (!found) throw new Error("no actor");
      return found;
    };
    await changeSecurity(as(services, operator()), { operatorsNeedFactor: true });
    const mine = as(services, await actor());
    await expect(changeSecurity(mine, { operatorsNeedFactor: false })).rejects.toMatchObject({
      code: "account.factor_required",
    });
    expect(await getSecondFactor(mine)).toMatchObject({ required: true, on: false });
    await setUp();
    expect(await actor()).toMatchObject({ mustSetUpFactor: false });

    const passwordHash = await hashPassword(password);
    await makeUser(services.store, { email: "member@example.com", passwordHash });
    const member = await signIn(services, limiter, {
      email: "member@example.com",
      password,
      ip: "::1",
      userAgent: "",
    });
    expect(await actorOfSession(services, member?.sessionId ?? "")).toMatchObject({ mustSetUpFactor: false });
  });
});
