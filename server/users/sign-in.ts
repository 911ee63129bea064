import { and, eq, isNull, sql } from "drizzle-orm";
import type { Database } from "@/db/store";
import { append } from "@/server/audit";
import type { Services } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { newId } from "@/server/shared/ids";
import { endViews } from "@/server/viewing/end";
import { type CodeAnswer, takeCode } from "./factor";
import { type SignInLimiter, tooMany } from "./limiter";
import type { UserRow } from "./own-password";
import { checkPassword } from "./passwords";

export const SESSION_HOURS = 12;

export interface SignInInput {
  email: string;
  password: string;
  /** Of the authenticator app, or a recovery code. Looked at only after the right password. */
  code?: string;
  ip: string;
  userAgent: string;
}

export interface SignedIn {
  sessionId: string;
  userId: string;
}

/**
 * Checks a password, and a code where the person has a second factor, and opens a session row with an id of its own.
 * @returns null for an unknown user and a wrong password alike, in the same time
 * @throws `auth.too_many_attempts`; after the right password only: `auth.code_required`, `auth.wrong_code`
 */
export async function signIn(
  services: Services,
  limiter: SignInLimiter,
  input: SignInInput,
): Promise<SignedIn | null> {
  const email = input.email.trim().toLowerCase().slice(0, 320);
  if (!(await limiter.begin(email, input.ip))) throw tooMany("Too many failed sign-ins.");
  const { users } = services.store.tables;
  const [user] = await services.store.read
    .select()
    .from(users)
    .where(eq(sql`lower(${users.email})`, email));
  const ok = await checkPassword(user?.passwordHash, input.password.slice(0, 200));
  if (!ok || !user || user.disabledAt) {
    services.log.info({ user: user?.id, ip: input.ip }, "sign-in refused: password");
    return null;
  }
  const { answer, sessionId } = await openSession(services, user, input);
  if (answer === "changed") return null;
  if (answer === "missing") {
    await limiter.undecided(email, input.ip);
    throw new AppError("unauthenticated", "auth.code_required", "A code of the authenticator app is needed.");
  }
  if (answer === "wrong") {
    services.log.warn({ user: user.id, ip: input.ip }, "sign-in refused: code");
    throw new AppError("unauthenticated", "auth.wrong_code", "The code is not right.");
  }
  await limiter.succeeded(email, input.ip);
  return { sessionId, userId: user.id };
}

/** One transaction: a code that was taken is a session that was opened. */
async function openSession(
  services: Services,
  user: UserRow,
  { code, ip, userAgent }: SignInInput,
): Promise<{ answer: CodeAnswer | "changed"; sessionId: string }> {
  const { sessions } = services.store.tables;
  const now = services.clock.now();
  const sessionId = newId("session", now.getTime());
  const answer = await services.store.tx(async (db) => {
    if (!(await isAsProven(services, db, user))) return "changed" as const;
    const taken = await takeCode(services, db, user.id, code);
    if (taken === "missing" || taken === "wrong") return taken;
    await db.insert(sessions).values({
      id: sessionId,
      userId: user.id,
      createdAt: now,
      expiresAt: new Date(now.getTime() + SESSION_HOURS * 3_600_000),
      ip: ip.slice(0, 100),
      userAgent: userAgent.slice(0, 300),
    });
    await noteSignIn(services, db, user, { session: sessionId, code: taken });
    return taken;
  });
  return { answer, sessionId };
}

/** Checking a password takes a while: whoever changed it or shut the account out meanwhile ended every session there was. */
async function isAsProven(services: Services, db: Database, { id, passwordHash }: UserRow): Promise<boolean> {
  const { users } = services.store.tables;
  const [fresh] = await db
    .select({ passwordHash: users.passwordHash })
    .from(users)
    .where(and(eq(users.id, id), isNull(users.disabledAt)));
  return fresh?.passwordHash === passwordHash;
}

async function noteSignIn(
  services: Services,
  db: Database,
  { id, name, operatorRole, mustChangePassword }: UserRow,
  { session, code }: { session: string; code: CodeAnswer },
): Promise<void> {
  const actor = { type: "user", id, name, operatorRole, memberships: [], mustChangePassword } as const;
  const payload = { session, ...(code === "none" ? {} : { secondFactor: code }) };
  await append(db, { ...services, actor }, { tenantId: null, action: "session.create", target: id, payload });
}

/** Ends one session; unknown ids are fine. */
export async function signOut(services: Services, sessionId: string): Promise<void> {
  const { sessions } = services.store.tables;
  await services.store.tx(async (db) => {
    await db.update(sessions).set({ revokedAt: services.clock.now() }).where(eq(sessions.id, sessionId));
    await endViews(services, db, { sessionId }, "signed-out");
  });
}
