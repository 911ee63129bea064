import { TOTP } from "otpauth";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { makeUser } from "@/db/factories";
import { listMails, readMail } from "@/server/mail";
import { systemClock } from "@/server/shared/clock";
import type { Services } from "@/server/shared/context";
import { as, operator, testServices } from "@/server/testing/context";
import { eventually } from "@/server/testing/eventually";
import {
  actorOfSession,
  beginSecondFactor,
  confirmSecondFactor,
  createResetLimiter,
  createSignInLimiter,
  hashPassword,
  openReset,
  requestReset,
  resetPassword,
  signIn,
} from ".";
import { sendReset } from "./request-reset";

const email = "ada@example.com";
const old = "a lantern over the ferry";
const next = "four geese by the old mill";
const invalid = { code: "reset.invalid" };
let now = 0;
let services: Services;
let userId: string;

beforeEach(async () => {
  now = Date.UTC(2026, 4, 1, 9);
  services = await testServices({ clock: { ...systemClock, now: () => new Date(now) } });
  userId = (await makeUser(services.store, { email, passwordHash: await hashPassword(old) })).id;
});

const enter = (password: string, code?: string) =>
  signIn(services, createSignInLimiter(), { email, password, code, ip: "::1", userAgent: "test" });

const mails = () => listMails(as(services, operator()));

/** Token of the newest mail, as an owner who hands the link over reads it. */
async function token(): Promise<string> {
  const owner = as(services, operator());
  const [mail] = (await listMails(owner)).items;
  const { text } = await readMail(owner, { id: mail?.id ?? "" });
  return /\/reset-password#(\S+)/.exec(text)?.[1] ?? "";
}

describe("asking for a new password", () => {
  test("known and unknown addresses get the same answer; only the known one gets a mail", async () => {
    expect(await requestReset(services, { email: "nobody@example.com" }, "10.0.0.1")).toBeUndefined();
    expect(await requestReset(services, { email: "ADA@example.com" }, "10.0.0.1")).toBeUndefined();
    await eventually(async () => expect((await mails()).items).toHaveLength(1));
    expect((await mails()).items[0]).toMatchObject({ kind: "password-reset", recipient: email });
  });

  test("the answer does not wait for the look-up, which is all that differs", async () => {
    const read = vi.spyOn(services.store.read, "select");
    await requestReset(services, { email }, "10.0.0.2");
    expect(read).not.toHaveBeenCalled();
    await eventually(() => expect(read).toHaveBeenCalled());
  });

  test("requests are limited for each address and each network, known or not", async () => {
    const limiter = createResetLimiter({ perEmail: 2, perAddress: 5 });
    const ask = (who: string, ip = "10.0.0.1") => requestReset(services, { email: who }, ip, limiter);
    const tooMany = { code: "auth.too_many_attempts" };
    for (const who of ["x@example.com", email]) {
      await ask(who);
      await ask(who);
      await expect(ask(who, "10.0.0.9")).rejects.toMatchObject(tooMany);
    }
    await ask("y@example.com");
    await expect(ask("z@example.com")).rejects.toMatchObject(tooMany);
  });

  test("somebody disabled gets no link", async () => {
    const { users } = services.store.tables;
    await services.store.tx((db) => db.update(users).set({ disabledAt: new Date(now) }));
    await sendReset(services, email);
    expect((await mails()).items).toEqual([]);
  });
});

describe("using the link", () => {
  test("it works once, ends all sessions, and takes the other links with it", async () => {
    const session = await enter(old);
    await sendReset(services, email);
    const first = await token();
    now += 1000;
    await sendReset(services, email);
    const second = await token();
    expect(await openReset(services, { token: second })).toEqual({ email, look: null });
    expect(await resetPassword(services, { token: second, password: next })).toEqual({ email });
    for (const used of [first, second])
      await expect(resetPassword(services, { token: used, password: next })).rejects.toMatchObject(invalid);
    expect(await actorOfSession(services, session?.sessionId ?? "")).toBeNull();
    expect(await enter(old)).toBeNull();
    expect(await enter(next)).not.toBeNull();
  });

  test("after 30 minutes, and for a token nobody made, there is one answer", async () => {
    await sendReset(services, email);
    const link = await token();
    now += 30 * 60_000;
    await expect(openReset(services, { token: link })).rejects.toMatchObject(invalid);
    await expect(openReset(services, { token: "a token of nobody at all" })).rejects.toMatchObject(invalid);
  });

  test("the second factor stays: the new password alone opens nothing", async () => {
    const ctx = as(services, { ...operator(), id: userId, operatorRole: null } as never);
    const { secret } = await beginSecondFactor(ctx, { password: old });
    const code = () => new TOTP({ secret }).generate({ timestamp: now });
    await confirmSecondFactor(ctx, { code: code() });
    now += 60_000;
    await sendReset(services, email);
    await resetPassword(services, { token: await token(), password: next });
    await expect(enter(next)).rejects.toMatchObject({ code: "auth.code_required" });
    expect(await enter(next, code())).not.toBeNull();
  });

  test("neither token nor link is stored in the clear", async () => {
    await sendReset(services, email);
    const plain = await token();
    const { tables, read } = services.store;
    const rows = [tables.passwordResets, tables.mails, tables.auditPayloads].map((t) =>
      read.select().from(t as never),
    );
    expect(JSON.stringify(await Promise.all(rows))).not.toContain(plain);
  });
});
