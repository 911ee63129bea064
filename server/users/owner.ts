import { access, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { append } from "@/server/audit";
import { authorize } from "@/server/auth";
import { type Context, type Services, systemContext } from "@/server/shared/context";
import { randomToken } from "@/server/shared/crypto";
import { AppError } from "@/server/shared/errors";
import { newId } from "@/server/shared/ids";
import { parse } from "@/server/shared/parse";
import { hashPassword } from "./passwords";

export const FIRST_OWNER_EMAIL = "owner@tenantry.local";
const PASSWORD_FILE = "first-owner-password";

export function firstPasswordFile(dataFolder: string): string {
  return join(dataFolder, PASSWORD_FILE);
}

const ownerInput = z.strictObject({
  email: z.email("is an e-mail address").max(320).default(FIRST_OWNER_EMAIL),
  name: z.string().trim().min(1).max(120).default("Owner"),
});

export interface NewOwner {
  id: string;
  email: string;
  /** Works once: it must be changed at the first sign-in. */
  oneTimePassword: string;
}

/** @throws `users.email_taken` */
export async function createOwner(ctx: Context, input: z.input<typeof ownerInput> = {}): Promise<NewOwner> {
  authorize(ctx, "users:write");
  const { email, name } = parse(ownerInput, input);
  const { users } = ctx.store.tables;
  const oneTimePassword = randomToken(15);
  const passwordHash = await hashPassword(oneTimePassword);
  const now = ctx.clock.now();
  const id = newId("user", now.getTime());
  await ctx.store.tx(async (db) => {
    const taken = await db
      .select({ id: users.id })
      .from(users)
      .where(eq(sql`lower(${users.email})`, email.toLowerCase()));
    if (taken.length > 0) {
      throw new AppError(
        "conflict",
        "users.email_taken",
        `There is a user with the e-mail address ${email}.`,
        {
          advice: "Use `owner reset` to give that owner a new one-time password.",
        },
      );
    }
    await db.insert(users).values({
      id,
      email,
      name,
      passwordHash,
      mustChangePassword: true,
      operatorRole: "owner",
      verifiedAt: now,
      createdAt: now,
      updatedAt: now,
    });
    await append(db, ctx, {
      tenantId: null,
      action: "user.create",
      target: id,
      payload: { email, name, role: "owner" },
    });
  });
  return { id, email, oneTimePassword };
}

/** Gives an owner a new one-time password and ends all their sessions. */
export async function resetOwner(ctx: Context, input: { email?: string } = {}): Promise<NewOwner> {
  authorize(ctx, "users:write");
  const email = (input.email ?? FIRST_OWNER_EMAIL).toLowerCase();
  const { users, sessions } = ctx.store.tables;
  const oneTimePassword = randomToken(15);
  const passwordHash = await hashPassword(oneTimePassword);
  return ctx.store.tx(async (db) => {
    const [user] = await db
      .select()
      .from(users)
      .where(eq(sql`lower(${users.email})`, email));
    if (user?.operatorRole !== "owner") {
      throw new AppError(
        "not-found",
        "users.not_found",
        `There is no owner with the e-mail address ${email}.`,
      );
    }
    const now = ctx.clock.now();
    await db
      .update(users)
      .set({ passwordHash, mustChangePassword: true, updatedAt: now })
      .where(eq(users.id, user.id));
    await db.update(sessions).set({ revokedAt: now }).where(eq(sessions.userId, user.id));
    await append(db, ctx, { tenantId: null, action: "user.reset", target: user.id, payload: { email } });
    return { id: user.id, email: user.email, oneTimePassword };
  });
}

/**
 * Makes the first owner where nobody can sign in yet, and keeps the one-time password in a file only its owner may
 * read, until it is changed.
 */
export async function ensureFirstOwner(services: Services): Promise<NewOwner | null> {
  const { users } = services.store.tables;
  const some = await services.store.read.select({ id: users.id }).from(users).limit(1);
  if (some.length > 0) return null;
  const owner = await createOwner(systemContext(services, "first-start"));
  await writeFile(firstPasswordFile(services.dataFolder), `${owner.oneTimePassword}\n`, { mode: 0o600 });
  return owner;
}

/** Nobody has come in with the first owner's one-time password yet. */
export async function hasFirstPassword(dataFolder: string): Promise<boolean> {
  return access(firstPasswordFile(dataFolder)).then(
    () => true,
    () => false,
  );
}

export async function forgetFirstPassword(dataFolder: string): Promise<void> {
  await rm(firstPasswordFile(dataFolder), { force: true });
}
