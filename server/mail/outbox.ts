import { and, asc, eq, lte } from "drizzle-orm";
import type { Database } from "@/db/store";
import type { Services } from "@/server/shared/context";
import { seal, unseal } from "@/server/shared/crypto";
import { AppError, isAppError } from "@/server/shared/errors";
import { newId } from "@/server/shared/ids";
import { sendMail } from "./send";
import { mailServerOf } from "./settings";

/** The key outlives a rotation of the master secret: see `CARRIED` there. */
export const MAIL_BODY_KEY = "mail-body";
const MINUTE = 60_000;
/** Waits after each failure; after the last one somebody has to look. */
const WAITS_MS = [1, 5, 30, 120, 720].map((minutes) => minutes * MINUTE);
const AT_ONCE = 20;

export interface NewMail {
  /** null: about the installation, not about a tenant. */
  tenantId: string | null;
  kind: "invitation" | "added" | "password-reset";
  to: string;
  subject: string;
  /** May hold a link that lets somebody in: sealed until it was sent, then gone. */
  text: string;
}

type Sealing = Pick<Services, "keyring">;
const key = ({ keyring }: Sealing) => ({ id: MAIL_BODY_KEY, bytes: keyring.purpose(MAIL_BODY_KEY) });
const context = (id: string) => `mails|${id}|body`;

/** Puts a mail into the outbox, in the transaction of what it tells of. `pokeOutbox` after it has it sent at once. */
export async function putMail(
  services: Pick<Services, "store" | "clock" | "keyring">,
  db: Database,
  { tenantId, kind, to, subject, text }: NewMail,
): Promise<string> {
  const { mails } = services.store.tables;
  const now = services.clock.now();
  const id = newId("mail", now.getTime());
  const body = seal(key(services), text, context(id));
  await db.insert(mails).values({
    id,
    tenantId,
    kind,
    recipient: to,
    subject,
    body,
    state: "waiting",
    createdAt: now,
    nextTryAt: now,
  });
  return id;
}

/** Text of a mail that was not sent yet; null once it is gone. @internal */
export function mailText(
  services: Sealing,
  { id, body }: { id: string; body: string | null },
): string | null {
  return body && unseal(key(services), body, context(id));
}

/** True where mails leave the portal; else they wait in the outbox. */
export async function mailIsSent(services: Pick<Services, "store" | "keyring">): Promise<boolean> {
  return (await mailServerOf(services)) !== null;
}

type Sender = typeof sendMail;

/** Sends what is due. A refusal is tried again later, and after six tries it is somebody's. @returns how many left */
export async function sendWaiting(services: Services, send: Sender = sendMail): Promise<number> {
  if (!(await mailIsSent(services))) return 0;
  const { mails } = services.store.tables;
  const due = await services.store.read
    .select()
    .from(mails)
    .where(and(eq(mails.state, "waiting"), lte(mails.nextTryAt, services.clock.now())))
    .orderBy(asc(mails.nextTryAt))
    .limit(AT_ONCE);
  let sent = 0;
  for (const mail of due) if (await sendOne(services, mail, send)) sent++;
  return sent;
}

async function sendOne(
  services: Services,
  mail: Services["store"]["tables"]["mails"]["$inferSelect"],
  send: Sender,
): Promise<boolean> {
  const { mails } = services.store.tables;
  const write = (values: Partial<typeof mail>) =>
    services.store.tx((db) => db.update(mails).set(values).where(eq(mails.id, mail.id)));
  const attempts = mail.attempts + 1;
  try {
    const text = mailText(services, mail);
    if (text === null) throw new AppError("failed", "mail.gone", "The mail's text is gone.");
    await send(services, { to: mail.recipient, subject: mail.subject, text });
    await write({ state: "sent", body: null, attempts, error: null, sentAt: services.clock.now() });
    return true;
  } catch (error) {
    const wait = WAITS_MS[mail.attempts];
    const told = isAppError(error) ? error.message : "The mail could not be sent.";
    const nextTryAt = new Date(services.clock.now().getTime() + (wait ?? 0));
    await write({ state: wait === undefined ? "failed" : "waiting", attempts, error: told, nextTryAt });
    services.log.warn({ mail: mail.id, code: isAppError(error) ? error.code : "internal" }, "mail not sent");
    return false;
  }
}

const KEY = Symbol.for("tenantry.outbox");
const holder = globalThis as { [KEY]?: () => void };
const LOOK_MS = 30_000;

/** Has waiting mails sent at once; they go by themselves within half a minute otherwise. */
export function pokeOutbox(): void {
  holder[KEY]?.();
}

/** Sends mails as they come, one round at a time, until it is stopped. */
export function startOutbox(services: Services): { stop(): Promise<void> } {
  let [running, again, stopped] = [Promise.resolve(), false, false];
  let busy = false;
  const look = () => {
    if (stopped) return;
    again = true;
    if (busy) return;
    busy = true;
    running = (async () => {
      while (again && !stopped) {
        again = false;
        await sendWaiting(services).catch((error: unknown) =>
          services.log.error({ err: error }, "outbox failed"),
        );
      }
      busy = false;
    })();
  };
  const timer = setInterval(look, LOOK_MS);
  holder[KEY] = look;
  look();
  return {
    async stop() {
      stopped = true;
      clearInterval(timer);
      if (holder[KEY] === look) delete holder[KEY];
      await running;
    },
  };
}
