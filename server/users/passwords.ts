import { hash, verify } from "@node-rs/argon2";
import { z } from "zod";

/** OWASP's first choice of argon2id parameters: 19 MiB, 2 passes, 1 lane. */
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export const MIN_PASSWORD_LENGTH = 12;

export const newPassword = z
  .string()
  .min(MIN_PASSWORD_LENGTH, `needs at least ${MIN_PASSWORD_LENGTH} characters`)
  .max(200, "has at most 200 characters");

export function hashPassword(password: string): Promise<string> {
  return hash(password, OPTIONS);
}

let decoy: Promise<string> | undefined;

/**
 * Compares in the same time whether or not there is such a user: without a stored hash, a decoy is verified.
 * @returns true only for a stored hash that matches
 */
export async function checkPassword(stored: string | null | undefined, password: string): Promise<boolean> {
  decoy ??= hashPassword("no user has this password");
  const ok = await verify(stored ?? (await decoy), password).catch(() => false);
  return ok && Boolean(stored);
}
