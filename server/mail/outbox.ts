import { and, asc, eq, like, lte, ne } from "drizzle-orm";
import type { Database } from "@/db/store";
import type { Services } from "@/server/shared/context";
import { sha256 } from "@/server/shared/crypto";
import { AppError, isAppError } from "@/server/shared/errors";
import { newId } from "@/server/shared/ids";
import { attachmentsOf, logoFile, putAttachments } from "./attachments";
import { type MailContent, oneLine, plainText } from "./content";
import { lookOf } from "./look";
import { hasLogo, mailPage, withLogo } from "./page";
import { openPart, sealPart } from "./sealing";
import { type Mail, type MailFile, sendMail } from "./send";
import { mailServerOf } from "./settings";

const MINUTE = 60_000;
/** Waits after each failure; after the last one somebody has to look. */
const WAITS_MS = [1, 5, 30, 120, 720].map((minutes) => minutes * MINUTE);
const AT_ONCE = 20;

export interface NewMail {
  /** null: about the installation, not about a tenant. */
  tenantId: string | null;
  kind:
    | "invitation"
    | "added"
    | "password-reset"
    | "notification"
    | "delivery"
    | "capability-request"
    | "invoice";
  to: string;
  subject: string;
  /** May hold a link that lets somebody in: sealed until it was sent, then gone. */
  content: MailContent;
  files?: MailFile[];
  /** Names the mail: put again with the same, it is there once. */
  once?: string;
  /** What comes again and again: an older mail of it that was not sent makes room, so that the newest alone waits. */
  series?: string;
}

export type MailRow = Services["store"]["tables"]["mails"]["$inferSelect"];

const startOf = (series: string): string => `mal_${sha256(series).slice(0, 24)}_`;

/** Whether a mail is one of a series. */
export const isOfSeries = ({ id }: Pick<MailRow, "id">, series: string): boolean =>
  id.startsWith(startOf(series));

function mailId({ once, series }: Pick<NewMail, "once" | "series">, now: Date): string {
  if (series) return startOf(series) + sha256(once ?? now.toISOString()).slice(0, 24);
  return once ? `mal_${sha256(once).slice(0, 40)}` : newId("mail", now.getTime());
}

/**
 * Puts a mail into the outbox, as text and as a page in its tenant's look, in the transaction of what it tells of.
 * `pokeOutbox` after it has it sent at once.
 * @throws `mail.too_large`
 */
export async function putMail(
  services: Pick<Services, "store" | "clock" | "keyring">,
  db: Database,
  { tenantId, kind, to, subject: given, content, files = [], once, series }: NewMail,
): Promise<string> {
  const { mails } = services.store.tables;
  const now = services.clock.now();
  const id = mailId({ once, series }, now);
  if (once) {
    const [there] = await db.select({ id: mails.id }).from(mails).where(eq(mails.id, id));
    if (there) return id;
  }
  if (series) await dropSeries(services, db, series);
  const subject = oneLine(given);
  const body = sealPart(services, id, "body", plainText(content));
  const page = mailPage(subject, content, await lookOf(services, db, tenantId));
  const html = sealPart(services, id, "html", page);
  await db.insert(mails).values({
    id,
    html,
    tenantId,
    kind,
    recipient: to,
    subject,
    body,
    state: "waiting",
    createdAt: now,
    nextTryAt: now,
  });
  await putAttachments(services, db, id, files);
  return id;
}

/** Takes out of the outbox what of a series was not sent. Its files go with it. */
export async function dropSeries(
  { store }: Pick<Services, "store">,
  db: Database,
  series: string,
): Promise<void> {
  const { mails } = store.tables;
  await db.delete(mails).where(and(like(mails.id, `${startOf(series)}%`), ne(mails.state, "sent")));
}

/** Text of a mail that was not sent yet; null once it is gone. @internal */
export function mailText(
  services: Pick<Services, "keyring">,
  { id, body }: { id: string; body: string | null },
): string | null {
  return body && openPart(services, id, "body", body);
}

/** The page of a mail with its logo at an attachment, and that; no page for mails of before there were any. @internal */
export async function mailPageOf(
  services: Pick<Services, "store" | "keyring" | "dataFolder">,
  { id, html, tenantId }: { id: string; html: string | null; tenantId: string | null },
): Promise<{ page: string; logo: MailFile | null } | null> {
  if (!html) return null;
  const page = openPart(services, id, "html", html);
  if (!hasLogo(page)) return { page, logo: null };
  const logo = await logoFile(services, tenantId);
  return { page: logo ? page : withLogo(page, null), logo };
}

/** True where mails leave the portal; else they wait in the outbox. */
export async function mailIsSent(services: Pick<Services, "store" | "keyring">): Promise<boolean> {
  return (await mailServerOf(services)) !== null;
}

type Sender = typeof sendMail;

/**
 * Asked of each mail when it is sent, which may be long after it was made.
 * @returns why it must not leave any more, in English; null where it may
 */
export type MayLeave = (mail: MailRow) => Promise<string | null>;

const everything: MayLeave = async () => null;

/**
 * Sends what is due. A process that is killed after the server has taken a mail and before that is noted sends that one
 * mail again, under the same Message-ID. A refusal is tried again later, and after six tries it is
 * somebody's.
 * @returns how many left
 */
export async function sendWaiting(
  services: Services,
  send: Sender = sendMail,
  mayLeave: MayLeave = everything,
): Promise<number> {
  if (!(await mailIsSent(services))) return 0;
  const { mails } = services.store.tables;
  const due = await services.store.read
    .select()
    .from(mails)
    .where(and(eq(mails.state, "waiting"), lte(mails.nextTryAt, services.clock.now())))
    .orderBy(asc(mails.nextTryAt))
    .limit(AT_ONCE);
  let sent = 0;
  for (const mail of due) if (await sendOne(services, mail, { send, mayLeave })) sent++;
  return sent;
}

async function wholeMail(services: Services, mail: MailRow): Promise<Mail> {
  const text = mailText(services, mail);
  if (text === null) throw new AppError("failed", "mail.gone", "The mail's text is gone.");
  const shown = await mailPageOf(services, mail);
  const files = await attachmentsOf(services, mail.id);
  return {
    ...{ id: mail.id, to: mail.recipient, subject: mail.subject, text },
    ...(shown ? { html: shown.page } : {}),
    files: shown?.logo ? [shown.logo, ...files] : files,
  };
}

/** What nobody may be sent any more lies nowhere either: its words and files go. */
async function giveUp({ store, log }: Services, { id }: MailRow, error: string): Promise<void> {
  const { mails, mailAttachments } = store.tables;
  await store.tx(async (db) => {
    await db.delete(mailAttachments).where(eq(mailAttachments.mailId, id));
    await db.update(mails).set({ state: "failed", body: null, html: null, error }).where(eq(mails.id, id));
  });
  log.info({ mail: id }, "mail not sent: its reader may not have it any more");
}

async function sendOne(
  services: Services,
  mail: MailRow,
  { send, mayLeave }: { send: Sender; mayLeave: MayLeave },
): Promise<boolean> {
  const { mails, mailAttachments } = services.store.tables;
  const set = (db: Database, values: Partial<typeof mail>) =>
    db.update(mails).set(values).where(eq(mails.id, mail.id));
  const attempts = mail.attempts + 1;
  try {
    const refused = await mayLeave(mail);
    if (refused !== null) {
      await giveUp(services, mail, refused);
      return false;
    }
    await send(services, await wholeMail(services, mail));
    const sentAt = services.clock.now();
    // At once: sent again after a crash in between it would come without its files.
    await services.store.tx(async (db) => {
      await db.delete(mailAttachments).where(eq(mailAttachments.mailId, mail.id));
      await set(db, { state: "sent", body: null, html: null, attempts, error: null, sentAt });
    });
    return true;
  } catch (error) {
    const wait = WAITS_MS[mail.attempts];
    const told = isAppError(error) ? error.message : "The mail could not be sent.";
    const nextTryAt = new Date(services.clock.now().getTime() + (wait ?? 0));
    const state = wait === undefined ? "failed" : "waiting";
    await services.store.tx((db) => set(db, { state, attempts, error: told, nextTryAt }));
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
export function startOutbox(services: Services, mayLeave: MayLeave): { stop(): Promise<void> } {
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
        await sendWaiting(services, sendMail, mayLeave).catch((error: unknown) =>
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
