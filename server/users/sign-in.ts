import { eq, sql } from "drizzle-orm";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { append } from "@/server/audit";
import type { Services } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { newId } from "@/server/shared/ids";
import { checkPassword } from "./passwords";

export const SESSION_HOURS = 12;

const WINDOW_SECONDS = 900;

export interface SignInLimits {
  /** Failures per e-mail address in 15 minutes. */
  perEmail: number;
  /** Failures per network address in 15 minutes. */
  perAddress: number;
}

/** Counts failures only: people who know their password are never locked out by their own sign-ins. */
export function createSignInLimiter(limits: SignInLimits = { perEmail: 8, perAddress: 60 }) {
  const email = new RateLimiterMemory({ points: limits.perEmail, duration: WINDOW_SECONDS });
  const address = new RateLimiterMemory({ points: limits.perAddress, duration: WINDOW_SECONDS });
  const over = async (limiter: RateLimiterMemory, key: string) => {
    const state = await limiter.get(key);
    return state !== null && state.consumedPoints >= limiter.points;
  };
  return {
    async blocked(emailKey: string, addressKey: string): Promise<boolean> {
      return (await over(email, emailKey)) || (await over(address, addressKey));
    },
    async failed(emailKey: string, addressKey: string): Promise<void> {
      await Promise.allSettled([email.consume(emailKey), address.consume(addressKey)]);
    },
    async succeeded(emailKey: string): Promise<void> {
      await email.delete(emailKey);
    },
  };
}

export type SignInLimiter = ReturnType<typeof createSignInLimiter>;

export interface SignInInput {
  email: string;
  password: string;
  ip: string;
  userAgent: string;
}

/**
 * Checks a password and opens a session row.
 * @returns the session's id; null for an unknown user and a wrong password alike, in the same time
 * @throws `auth.too_many_attempts`
 */
export async function signIn(
  services: Services,
  limiter: SignInLimiter,
  input: SignInInput,
): Promise<{ sessionId: string; userId: string } | null> {
  const { store, clock } = services;
  const { users, sessions } = store.tables;
  const email = input.email.trim().toLowerCase().slice(0, 320);
  if (await limiter.blocked(email, input.ip)) {
    throw new AppError("too-many", "auth.too_many_attempts", "Too many failed sign-ins. Wait 15 minutes.", {
      retryAfterSeconds: WINDOW_SECONDS,
    });
  }
  const rows = await store.read
    .select()
    .from(users)
    .where(eq(sql`lower(${users.email})`, email));
  const user = rows[0];
  const ok = await checkPassword(user?.passwordHash, input.password.slice(0, 200));
  if (!ok || !user || user.disabledAt) {
    await limiter.failed(email, input.ip);
    return null;
  }
  await limiter.succeeded(email);
  const now = clock.now();
  const id = newId("session", now.getTime());
  const actor = {
    type: "user",
    id: user.id,
    name: user.name,
    operatorRole: user.operatorRole,
    memberships: [],
    mustChangePassword: user.mustChangePassword,
  } as const;
  await store.tx(async (db) => {
    await db.insert(sessions).values({
      id,
      userId: user.id,
      createdAt: now,
      expiresAt: new Date(now.getTime() + SESSION_HOURS * 3_600_000),
      ip: input.ip,
      userAgent: input.userAgent.slice(0, 300),
    });
    await append(
      db,
      { ...services, actor },
      { tenantId: null, action: "session.create", target: user.id, payload: { session: id } },
    );
  });
  return { sessionId: id, userId: user.id };
}

/** Ends one session; unknown ids are fine. */
export async function signOut(services: Services, sessionId: string): Promise<void> {
  const { sessions } = services.store.tables;
  await services.store.tx((db) =>
    db.update(sessions).set({ revokedAt: services.clock.now() }).where(eq(sessions.id, sessionId)),
  );
}
