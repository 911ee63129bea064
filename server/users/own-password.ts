import { eq } from "drizzle-orm";
import type { Context, Services } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { checkPassword } from "./passwords";

export type UserRow = Services["store"]["tables"]["users"]["$inferSelect"];

/** Id of the person who acts. @throws `account.users_only` for keys and jobs */
export function ownId({ actor }: Pick<Context, "actor">): string {
  if (actor.type === "user") return actor.id;
  throw new AppError("forbidden", "account.users_only", "Only people have an account of their own.");
}

/**
 * The actor's own row, once their password was right. Call it within `withinGuesses`.
 * @param field name of the input the password came in
 * @throws `account.wrong_password`
 */
export async function provePassword(ctx: Context, password: string, field = "password"): Promise<UserRow> {
  const { users } = ctx.store.tables;
  const [user] = await ctx.store.read
    .select()
    .from(users)
    .where(eq(users.id, ownId(ctx)));
  if (user && (await checkPassword(user.passwordHash, password))) return user;
  throw new AppError("invalid", "account.wrong_password", "The current password is not right.", {
    issues: [{ path: field, message: "is not right" }],
  });
}
