import { eq } from "drizzle-orm";
import type { Database } from "@/db/store";
import type { Services } from "@/server/shared/context";
import { seal, unseal } from "@/server/shared/crypto";
import { AppError } from "@/server/shared/errors";
import { takeRecoveryCode } from "./recovery-codes";
import { stepOfCode } from "./totp";

/** The key outlives a rotation of the master secret: see `CARRIED` there. */
const FACTOR_KEY = "second-factors";

export type FactorRow = Services["store"]["tables"]["secondFactors"]["$inferSelect"];
type Sealing = Pick<Services, "keyring">;

const key = ({ keyring }: Sealing) => ({ id: FACTOR_KEY, bytes: keyring.purpose(FACTOR_KEY) });
const context = (userId: string) => `second_factors|${userId}|secret`;

export const sealSecret = (services: Sealing, userId: string, secret: string) =>
  seal(key(services), secret, context(userId));

export const openSecret = (services: Sealing, { id, secret }: Pick<FactorRow, "id" | "secret">) =>
  unseal(key(services), secret, context(id));

/** A person's authenticator app, also one that was not confirmed yet. */
export async function factorOf(
  { store }: Pick<Services, "store">,
  db: Pick<Database, "select">,
  userId: string,
): Promise<FactorRow | null> {
  const { secondFactors: t } = store.tables;
  const [row] = await db.select().from(t).where(eq(t.id, userId));
  return row ?? null;
}

/** How a code was answered; `none` where the person has no second factor. */
export type CodeAnswer = "none" | "missing" | "wrong" | "app" | "recovery";

/**
 * Takes a code of the authenticator app or a recovery code, inside the transaction of what it opens: none works twice.
 * @param db a transaction
 */
export async function takeCode(
  services: Pick<Services, "store" | "keyring" | "clock">,
  db: Database,
  userId: string,
  given: string | undefined,
): Promise<CodeAnswer> {
  const { secondFactors: t } = services.store.tables;
  const factor = await factorOf(services, db, userId);
  if (!factor?.confirmedAt) return "none";
  const code = given?.replace(/\s/g, "").slice(0, 100) ?? "";
  if (!code) return "missing";
  const step = stepOfCode(openSecret(services, factor), code, services.clock.now(), factor.lastStep);
  if (step !== null) {
    await db.update(t).set({ lastStep: step }).where(eq(t.id, userId));
    return "app";
  }
  const left = takeRecoveryCode(factor.recovery, code);
  if (!left) return "wrong";
  await db.update(t).set({ recovery: left }).where(eq(t.id, userId));
  return "recovery";
}

export function wrongCode(): AppError {
  return new AppError("invalid", "account.wrong_code", "The code is not right.", {
    advice: "Use the newest code of the app, each only once; check that the phone's clock is right.",
    issues: [{ path: "code", message: "is not right" }],
  });
}
