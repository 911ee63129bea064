import { RateLimiterMemory } from "rate-limiter-flexible";
import { AppError } from "@/server/shared/errors";

export const WINDOW_SECONDS = 900;

export interface SignInLimits {
  /** Failures per e-mail address in 15 minutes. */
  perEmail: number;
  /** Failures per network address in 15 minutes. */
  perAddress: number;
}

const take = (limiter: RateLimiterMemory, key: string) =>
  limiter.consume(key).then(
    () => true,
    () => false,
  );

/**
 * Counts failures: people who know their password are never locked out by their own sign-ins. An attempt counts before
 * its outcome is known, so that many at the same time cannot slip through together. The counts are this process's and
 * start anew with it.
 */
export function createSignInLimiter(limits: SignInLimits = { perEmail: 8, perAddress: 60 }) {
  const email = new RateLimiterMemory({ points: limits.perEmail, duration: WINDOW_SECONDS });
  const address = new RateLimiterMemory({ points: limits.perAddress, duration: WINDOW_SECONDS });
  return {
    /** @returns false where there were too many failures: the attempt must not be made */
    async begin(emailKey: string, addressKey: string): Promise<boolean> {
      if (!(await take(email, emailKey))) return false;
      if (await take(address, addressKey)) return true;
      await email.reward(emailKey);
      return false;
    },
    /** Forgets the failures of this e-mail address. */
    async succeeded(emailKey: string, addressKey: string): Promise<void> {
      await email.delete(emailKey);
      await address.reward(addressKey);
    },
    /** Neither failed nor succeeded: the code is still to come. Earlier failures stay. */
    async undecided(emailKey: string, addressKey: string): Promise<void> {
      await email.reward(emailKey);
      await address.reward(addressKey);
    },
  };
}

export type SignInLimiter = ReturnType<typeof createSignInLimiter>;

export function tooMany(message: string): AppError {
  return new AppError("too-many", "auth.too_many_attempts", message, {
    advice: "Wait 15 minutes, then go on.",
    retryAfterSeconds: WINDOW_SECONDS,
  });
}

const KEY = Symbol.for("tenantry.own-guesses");
const holder = globalThis as { [KEY]?: RateLimiterMemory };

/**
 * For what a signed-in person proves with a password or a code: whoever found an open session gets ten guesses.
 * @throws `auth.too_many_attempts`
 */
export async function withinGuesses<T>(userId: string, prove: () => Promise<T>): Promise<T> {
  holder[KEY] ??= new RateLimiterMemory({ points: 10, duration: WINDOW_SECONDS });
  const limiter = holder[KEY];
  if (!(await take(limiter, userId))) throw tooMany("Too many wrong passwords or codes.");
  const result = await prove();
  await limiter.delete(userId);
  return result;
}
