import { and, asc, eq, gt, isNull, lte, or } from "drizzle-orm";
import { type Audience, notify } from "@/server/notifications";
import type { Services } from "@/server/shared/context";
import type { AnnouncementRow } from "./announcement";

/** What began longer ago is no news: for example of before there were notifications. */
const NEWS_FOR_MS = 86_400_000;

type Telling = Pick<Services, "store" | "clock" | "keyring">;

/**
 * Puts announcements that have begun among the notifications of everybody they are for, one tenant at a time: the
 * writer is never held up long. Begun again after a crash, it tells nobody twice.
 */
export async function tellStarted(services: Telling): Promise<void> {
  const { announcements: a } = services.store.tables;
  const now = services.clock.now();
  const rows = await services.store.read
    .select()
    .from(a)
    .where(and(isNull(a.notifiedAt), lte(a.startsAt, now), or(isNull(a.endsAt), gt(a.endsAt, now))))
    .orderBy(asc(a.createdAt));
  for (const row of rows) {
    if (now.getTime() - row.startsAt.getTime() < NEWS_FOR_MS) await tell(services, row);
    // @unaudited: that it was made is audited, not that it was told.
    await services.store.tx((db) => db.update(a).set({ notifiedAt: now }).where(eq(a.id, row.id)));
  }
}

async function tell(services: Telling, { id, text, tenantIds }: AnnouncementRow): Promise<void> {
  const { tenants: t } = services.store.tables;
  const ids =
    tenantIds ??
    (await services.store.read.select({ id: t.id }).from(t).where(isNull(t.deletedAt))).map((row) => row.id);
  const audiences: Audience[] = ids.map((tenant) => ({ tenant }));
  if (tenantIds === null) audiences.push({ operators: true });
  for (const to of audiences) {
    const notice = { kind: "announcement" as const, to, params: { text }, href: null };
    await services.store.tx((db) => notify(services, db, { ...notice, key: `announcement ${id}` }));
  }
}
