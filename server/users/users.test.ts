import { existsSync, readFileSync, statSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { systemContext } from "@/server/shared/context";
import { getTenant } from "@/server/tenants";
import { as, testServices } from "@/server/testing/context";
import {
  actorOfSession,
  changePassword,
  createOwner,
  createSignInLimiter,
  ensureFirstOwner,
  FIRST_OWNER_EMAIL,
  firstPasswordFile,
  resetOwner,
  signIn,
  signOut,
} from ".";

const from = { ip: "10.0.0.1", userAgent: "test" };

async function firstStart() {
  const services = await testServices();
  const owner = await ensureFirstOwner(services);
  if (!owner) throw new Error("no owner");
  const limiter = createSignInLimiter({ perEmail: 3, perAddress: 50 });
  const enter = (password: string, email = FIRST_OWNER_EMAIL) =>
    signIn(services, limiter, { email, password, ...from });
  return { services, owner, enter };
}

async function actorOf(services: Awaited<ReturnType<typeof testServices>>, sessionId: string | undefined) {
  const actor = await actorOfSession(services, sessionId ?? "");
  if (!actor) throw new Error("no actor");
  return actor;
}

describe("first owner", () => {
  test("is made once, its one-time password is kept for the owner of the folder only", async () => {
    const { services, owner } = await firstStart();
    const file = firstPasswordFile(services.dataFolder);
    expect(readFileSync(file, "utf8").trim()).toBe(owner.oneTimePassword);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await ensureFirstOwner(services)).toBeNull();
  });

  test("nothing is open until the one-time password was changed; then its file is gone and other sessions end", async () => {
    const { services, owner, enter } = await firstStart();
    const session = await enter(owner.oneTimePassword);
    const other = await enter(owner.oneTimePassword);
    const ctx = as(services, await actorOf(services, session?.sessionId));
    await expect(getTenant(ctx, { id: "ten_x" })).rejects.toMatchObject({
      code: "account.password_change_required",
    });
    await expect(
      changePassword(ctx, { current: "wrong", next: "a long new password" }),
    ).rejects.toMatchObject({
      code: "account.wrong_password",
    });
    await expect(
      changePassword(ctx, { current: owner.oneTimePassword, next: "short" }),
    ).rejects.toMatchObject({
      code: "input.invalid",
    });
    await changePassword(
      ctx,
      { current: owner.oneTimePassword, next: "a long new password" },
      session?.sessionId,
    );
    expect(existsSync(firstPasswordFile(services.dataFolder))).toBe(false);
    expect(await actorOf(services, session?.sessionId)).toMatchObject({
      mustChangePassword: false,
      operatorRole: "owner",
    });
    expect(await actorOfSession(services, other?.sessionId ?? "")).toBeNull();
    expect(await enter(owner.oneTimePassword)).toBeNull();
    expect(await enter("a long new password")).not.toBeNull();
  });

  test("another person's new password leaves the first owner's file where it is", async () => {
    const { services, enter } = await firstStart();
    const cli = systemContext(services, "cli");
    const second = await createOwner(cli, { email: "second@example.com" });
    const session = await enter(second.oneTimePassword, second.email);
    const ctx = as(services, await actorOf(services, session?.sessionId));
    await changePassword(ctx, { current: second.oneTimePassword, next: "a long new password" });
    expect(existsSync(firstPasswordFile(services.dataFolder))).toBe(true);
  });

  test("reset gives a new one-time password and ends the sessions", async () => {
    const { services, owner, enter } = await firstStart();
    const session = await enter(owner.oneTimePassword);
    const reset = await resetOwner(systemContext(services, "cli"));
    expect(await actorOfSession(services, session?.sessionId ?? "")).toBeNull();
    expect(await enter(reset.oneTimePassword)).not.toBeNull();
  });
});

describe("sign-in", () => {
  test("an unknown user and a wrong password get the same answer", async () => {
    const { enter } = await firstStart();
    expect(await enter("wrong")).toBeNull();
    expect(await enter("wrong", "nobody@example.com")).toBeNull();
  });

  test("failures are limited for known and unknown addresses alike", async () => {
    const { enter, owner } = await firstStart();
    for (const email of [FIRST_OWNER_EMAIL, "nobody@example.com"]) {
      for (let i = 0; i < 3; i++) expect(await enter("wrong", email)).toBeNull();
      await expect(enter(owner.oneTimePassword, email)).rejects.toMatchObject({
        code: "auth.too_many_attempts",
      });
    }
  });

  test("a signed-out session opens nothing", async () => {
    const { services, owner, enter } = await firstStart();
    const session = await enter(owner.oneTimePassword);
    await signOut(services, session?.sessionId ?? "");
    expect(await actorOfSession(services, session?.sessionId ?? "")).toBeNull();
  });
});
