import { eq } from "drizzle-orm";
import type { NotificationKind } from "@/db/schema/states";
import type { Database } from "@/db/store";
import { putMail } from "@/server/mail";
import type { Services } from "@/server/shared/context";
import { newId } from "@/server/shared/ids";
import { settings } from "@/server/shared/settings";
import { notificationMail } from "./mail";
import { type Audience, type Recipient, recipientsOf } from "./recipients";
import { chosenBy, switchesOf } from "./switches";

export interface Notice {
  kind: NotificationKind;
  to: Audience;
  /**
   * What the sentence of its kind names, as plain text: `run-…` {title, problem?}, `reload-failed` {app, problem},
   * `invitation-accepted` {name}, `capability-asked` {tenant, capability, name}, `delivery-paused` {sheet, app, problem},
   * `usage-limit` {meter, percent, limit, used, kind: soft or hard, until: first day of the next billing period},
   * `spend-alert` {amount, cost: money as text, of: so-far or forecast}, `announcement` {text}.
   */
  params: Record<string, string>;
  /** Path in the portal, for example `/runs/run_…`. */
  href: string | null;
  /** Names the thing that happened: told again, nobody hears of it twice. */
  key: string;
}

const MOST_LETTERS = 500;

const shortened = (params: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(params).map(([name, text]) => [name, text.slice(0, MOST_LETTERS)]));

/**
 * Tells people what concerns them, in the transaction of what happened: in the portal and by mail, as each chose.
 * Mails wait for nobody: they are only written where a mail server takes them. Writes no audit entry.
 * @param db of the open transaction
 */
export async function notify(
  services: Pick<Services, "store" | "clock" | "keyring">,
  db: Database,
  notice: Notice,
): Promise<void> {
  const people = await recipientsOf(services, db, notice.to);
  if (people.length === 0) return;
  const told = { ...notice, params: shortened(notice.params) };
  const chosen = await chosenBy(
    services,
    db,
    people.map(({ userId }) => userId),
  );
  const mails = await sendsMail(services, db);
  for (const person of people) {
    const { portal, mail } = switchesOf(chosen.get(person.userId), notice.kind);
    if (portal && !(await insert(services, db, told, person))) continue;
    if (mail && mails) await write(services, db, told, person);
  }
}

/** @returns false where they were told before */
async function insert(
  { store, clock }: Pick<Services, "store" | "clock">,
  db: Database,
  { kind, params, href, key }: Notice,
  { userId, memberId, tenantId }: Recipient,
): Promise<boolean> {
  const { notifications: n } = store.tables;
  const now = clock.now();
  const id = newId("notification", now.getTime());
  const written = await db
    .insert(n)
    .values({ id, userId, memberId, tenantId, kind, params, href, key, createdAt: now })
    .onConflictDoNothing()
    .returning({ id: n.id });
  return written.length > 0;
}

async function sendsMail({ store }: Pick<Services, "store">, db: Pick<Database, "select">): Promise<boolean> {
  const { settings: s } = store.tables;
  return (await db.select({ id: s.id }).from(s).where(eq(s.id, "mail-server"))).length > 0;
}

async function write(
  services: Pick<Services, "store" | "clock" | "keyring">,
  db: Database,
  { kind, params, href, key }: Notice,
  { email, language, userId, tenantId }: Recipient,
): Promise<void> {
  const url = settings().url;
  await putMail(services, db, {
    tenantId,
    kind: "notification",
    to: email,
    ...notificationMail({ kind, params, language, link: `${url}${href ?? "/"}`, account: `${url}/account` }),
    once: `notification ${userId} ${key}`,
  });
}
