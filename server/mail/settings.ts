import { eq } from "drizzle-orm";
import { append } from "@/server/audit";
import { authorize } from "@/server/auth";
import type { Context, Services } from "@/server/shared/context";
import { seal, unseal } from "@/server/shared/crypto";
import { parse } from "@/server/shared/parse";
import { type ChangeMailInput, changeMailInput, type MailServer } from "./schemas";

const ROW = "mail-server";
/** The key outlives a rotation of the master secret: see `CARRIED` there. */
export const MAIL_KEY = "mail-password";
const CONTEXT = "settings|mail|password";

type Stored = MailServer & { password: string | null };

/** The mail server as people may see it: whether there is a password, never which. */
export type MailSettings = MailServer & { hasPassword: boolean };

const key = ({ keyring }: Pick<Services, "keyring">) => ({ id: MAIL_KEY, bytes: keyring.purpose(MAIL_KEY) });

async function stored({ store }: Pick<Services, "store">): Promise<Stored | null> {
  const { settings } = store.tables;
  const [row] = await store.read.select().from(settings).where(eq(settings.id, ROW));
  return (row?.value as Stored | undefined) ?? null;
}

const shown = ({ password, ...server }: Stored): MailSettings => ({
  ...server,
  hasPassword: password !== null,
});

/** The server mails go through; null where none is set, and nothing is sent. */
export async function getMailSettings(ctx: Context): Promise<MailSettings | null> {
  authorize(ctx, "settings:read");
  const row = await stored(ctx);
  return row && shown(row);
}

/** Sets the mail server. A password that was sent to one host is not handed to another: it must be typed again. */
export async function changeMailSettings(ctx: Context, input: ChangeMailInput): Promise<MailSettings> {
  authorize(ctx, "settings:write");
  const { password, ...server } = parse(changeMailInput, input);
  const before = await stored(ctx);
  const moved = before?.host !== server.host || before.user !== server.user;
  const kept = moved || server.user === "" ? null : (before?.password ?? null);
  const sealed = password ? seal(key(ctx), password, CONTEXT) : password === null ? null : kept;
  const value: Stored = { ...server, password: sealed };
  const { settings } = ctx.store.tables;
  const updatedAt = ctx.clock.now();
  await ctx.store.tx(async (db) => {
    await db
      .insert(settings)
      .values({ id: ROW, value, updatedAt })
      .onConflictDoUpdate({ target: settings.id, set: { value, updatedAt } });
    const payload = { ...server, password: password === undefined ? "kept" : password ? "set" : "removed" };
    await append(db, ctx, { tenantId: null, action: "settings.change-mail", target: "mail", payload });
  });
  return shown(value);
}

/** Takes the mail server away: nothing is sent from then on. */
export async function removeMailSettings(ctx: Context): Promise<void> {
  authorize(ctx, "settings:write");
  const { settings } = ctx.store.tables;
  await ctx.store.tx(async (db) => {
    await db.delete(settings).where(eq(settings.id, ROW));
    await append(db, ctx, {
      tenantId: null,
      action: "settings.remove-mail",
      target: "mail",
      payload: {},
    });
  });
}

/** The server with its password, for the transport only; null where none is set. @internal */
export async function mailServerOf(
  services: Pick<Services, "store" | "keyring">,
): Promise<(MailServer & { password: string | null }) | null> {
  const row = await stored(services);
  if (!row) return null;
  return { ...row, password: row.password && unseal(key(services), row.password, CONTEXT) };
}
