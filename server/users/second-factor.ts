import { eq } from "drizzle-orm";
import type { z } from "zod";
import type { Database } from "@/db/store";
import { append } from "@/server/audit";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import { factorOf, openSecret, sealSecret, takeCode, wrongCode } from "./factor";
import { factorIsRequired } from "./factor-policy";
import { withinGuesses } from "./limiter";
import { ownId, provePassword } from "./own-password";
import { newRecoveryCodes } from "./recovery-codes";
import { codeInput, passwordAndCodeInput, passwordInput } from "./schemas";
import { newTotpSecret, stepOfCode, totpSetup } from "./totp";

export interface SecondFactor {
  on: boolean;
  since: Date | null;
  recoveryLeft: number;
  /** The installation asks operators for one, and the person is an operator. */
  required: boolean;
}

/** The actor's own second factor. */
export async function getSecondFactor(ctx: Context): Promise<SecondFactor> {
  const row = await factorOf(ctx, ctx.store.read, ownId(ctx));
  const on = Boolean(row?.confirmedAt);
  const operator = ctx.actor.type === "user" && ctx.actor.operatorRole !== null;
  return {
    on,
    since: row?.confirmedAt ?? null,
    recoveryLeft: on ? (row?.recovery.length ?? 0) : 0,
    required: operator && (await factorIsRequired(ctx)),
  };
}

const isOn = () =>
  new AppError("conflict", "second_factor.on", "Your second factor is on already.", {
    advice: "Turn it off first, to set another app up.",
  });

/**
 * Makes a secret for an authenticator app. Nothing is asked for before a code of it was typed.
 * @returns secret, otpauth address and its QR code; never to be had again
 * @throws `account.wrong_password`, `second_factor.on`
 */
export async function beginSecondFactor(
  ctx: Context,
  input: z.input<typeof passwordInput>,
): Promise<{ secret: string; uri: string; qr: string }> {
  const { password } = parse(passwordInput, input);
  const user = await withinGuesses(ownId(ctx), () => provePassword(ctx, password));
  const { secondFactors: t } = ctx.store.tables;
  const secret = newTotpSecret();
  const row = {
    id: user.id,
    secret: sealSecret(ctx, user.id, secret),
    recovery: [],
    lastStep: null,
    createdAt: ctx.clock.now(),
    confirmedAt: null,
  };
  await ctx.store.tx(async (db) => {
    if ((await factorOf(ctx, db, user.id))?.confirmedAt) throw isOn();
    await db.insert(t).values(row).onConflictDoUpdate({ target: t.id, set: row });
  });
  return { secret, ...totpSetup(secret, user.email) };
}

/**
 * Turns the second factor on with a first code of the app.
 * @returns the recovery codes, this once
 * @throws `account.wrong_code`, `second_factor.not_begun`, `second_factor.on`
 */
export async function confirmSecondFactor(
  ctx: Context,
  input: z.input<typeof codeInput>,
): Promise<{ recoveryCodes: string[] }> {
  const code = parse(codeInput, input).code.replace(/\s/g, "");
  const userId = ownId(ctx);
  const { codes, hashes } = newRecoveryCodes();
  const { secondFactors: t } = ctx.store.tables;
  await withinGuesses(userId, () =>
    ctx.store.tx(async (db) => {
      const row = await factorOf(ctx, db, userId);
      if (!row)
        throw new AppError("conflict", "second_factor.not_begun", "There is no app to confirm.", {
          advice: "Begin again with a new QR code.",
        });
      if (row.confirmedAt) throw isOn();
      const now = ctx.clock.now();
      const lastStep = stepOfCode(openSecret(ctx, row), code, now, null);
      if (lastStep === null) throw wrongCode();
      await db.update(t).set({ lastStep, recovery: hashes, confirmedAt: now }).where(eq(t.id, userId));
      await note(ctx, db, "second-factor.turn-on", userId);
    }),
  );
  return { recoveryCodes: codes };
}

/** Turns the second factor off. @throws `account.wrong_password`, `account.wrong_code` */
export async function turnOffSecondFactor(
  ctx: Context,
  input: z.input<typeof passwordAndCodeInput>,
): Promise<void> {
  const { secondFactors: t } = ctx.store.tables;
  await proveBoth(ctx, input, async (db, userId) => {
    await db.delete(t).where(eq(t.id, userId));
    await note(ctx, db, "second-factor.turn-off", userId);
  });
}

/** Ten new recovery codes in place of those that are left. @throws as `turnOffSecondFactor` */
export async function renewRecoveryCodes(
  ctx: Context,
  input: z.input<typeof passwordAndCodeInput>,
): Promise<{ recoveryCodes: string[] }> {
  const { secondFactors: t } = ctx.store.tables;
  const { codes, hashes } = newRecoveryCodes();
  await proveBoth(ctx, input, async (db, userId) => {
    await db.update(t).set({ recovery: hashes }).where(eq(t.id, userId));
    await note(ctx, db, "second-factor.renew-recovery", userId);
  });
  return { recoveryCodes: codes };
}

async function proveBoth(
  ctx: Context,
  input: z.input<typeof passwordAndCodeInput>,
  change: (db: Database, userId: string) => Promise<void>,
): Promise<void> {
  const { password, code } = parse(passwordAndCodeInput, input);
  await withinGuesses(ownId(ctx), async () => {
    const { id } = await provePassword(ctx, password);
    await ctx.store.tx(async (db) => {
      const answer = await takeCode(ctx, db, id, code);
      if (answer === "none")
        throw new AppError("conflict", "second_factor.off", "Your second factor is off.");
      if (answer === "wrong" || answer === "missing") throw wrongCode();
      await change(db, id);
    });
  });
}

function note(ctx: Context, db: Database, action: string, userId: string): Promise<void> {
  return append(db, ctx, { tenantId: null, action, target: userId, payload: {} });
}
