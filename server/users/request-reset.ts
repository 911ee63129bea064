import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { RateLimiterMemory } from "rate-limiter-flexible";
import type { z } from "zod";
import { append } from "@/server/audit";
import { pokeOutbox, putMail } from "@/server/mail";
import { type Services, systemContext } from "@/server/shared/context";
import { randomToken, sha256 } from "@/server/shared/crypto";
import { newId } from "@/server/shared/ids";
import { parse } from "@/server/shared/parse";
import { settings } from "@/server/shared/settings";
import { tooMany, WINDOW_SECONDS } from "./limiter";
import { resetMail } from "./reset-mail";
import { requestResetInput } from "./schemas";

export const RESET_MINUTES = 30;

export interface ResetLimits {
  /** Requests per e-mail address in 15 minutes. */
  perEmail: number;
  /** Requests per network address in 15 minutes. */
  perAddress: number;
}

/** Counts requests, for known and unknown addresses alike. In memory: the counts start anew with the process. */
export function createResetLimiter({ perEmail, perAddress }: ResetLimits = { perEmail: 3, perAddress: 30 }) {
  const email = new RateLimiterMemory({ points: perEmail, duration: WINDOW_SECONDS });
  const address = new RateLimiterMemory({ points: perAddress, duration: WINDOW_SECONDS });
  return (emailKey: string, addressKey: string): Promise<boolean> =>
    address
      .consume(addressKey)
      .then(() => email.consume(emailKey))
      .then(
        () => true,
        () => false,
      );
}

const KEY = Symbol.for("tenantry.reset-limiter");
const holder = globalThis as { [KEY]?: ReturnType<typeof createResetLimiter> };

/**
 * Sends a link for a new password to an address that has an account. The answer comes before it is looked up: it is the
 * same for every address, in the same time.
 * @param ip network address the request came from
 * @throws `auth.too_many_attempts`
 */
export async function requestReset(
  services: Services,
  input: z.input<typeof requestResetInput>,
  ip: string,
  limiter?: ReturnType<typeof createResetLimiter>,
): Promise<void> {
  const { email } = parse(requestResetInput, input);
  holder[KEY] ??= createResetLimiter();
  if (!(await (limiter ?? holder[KEY])(email, ip))) throw tooMany("Too many requests for a new password.");
  setImmediate(() => {
    sendReset(services, email).catch((error: unknown) =>
      services.log.error({ err: error }, "password reset failed"),
    );
  });
}

/** Of the tenant the person came to last; null for operators. */
async function languageOf(services: Services, userId: string): Promise<string | null> {
  const { members, tenants } = services.store.tables;
  const [tenant] = await services.store.read
    .select({ language: tenants.language })
    .from(members)
    .innerJoin(tenants, eq(tenants.id, members.tenantId))
    .where(eq(members.userId, userId))
    .orderBy(desc(members.createdAt))
    .limit(1);
  return tenant?.language ?? null;
}

/** Writes the reset and its mail, where the address is somebody's who may sign in. @internal */
export async function sendReset(services: Services, email: string): Promise<void> {
  const { users, passwordResets } = services.store.tables;
  const [user] = await services.store.read
    .select({ id: users.id, email: users.email })
    .from(users)
    .where(and(eq(sql`lower(${users.email})`, email), isNull(users.disabledAt)));
  if (!user) return;
  const language = await languageOf(services, user.id);
  const token = randomToken();
  const now = services.clock.now();
  const link = `${settings().url}/reset-password#${token}`;
  await services.store.tx(async (db) => {
    await db.insert(passwordResets).values({
      id: newId("passwordReset", now.getTime()),
      userId: user.id,
      tokenHash: sha256(token),
      createdAt: now,
      expiresAt: new Date(now.getTime() + RESET_MINUTES * 60_000),
    });
    await putMail(services, db, {
      tenantId: null,
      kind: "password-reset",
      to: user.email,
      ...resetMail({ link, minutes: RESET_MINUTES, language }),
    });
    await append(db, systemContext(services, "password-reset"), {
      tenantId: null,
      action: "user.request-reset",
      target: user.id,
      payload: {},
    });
  });
  pokeOutbox();
}
