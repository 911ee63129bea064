import { and, eq, isNull } from "drizzle-orm";
import { type Reader, readerOf } from "@/server/apps";
import { placeSeen } from "@/server/bookmarks";
import { dashboardOf } from "@/server/dashboards";
import { type ExportInput, makeExport } from "@/server/exports";
import { pokeOutbox, putMail, refuseTooLarge } from "@/server/mail";
import { notify } from "@/server/notifications";
import type { Context, Services } from "@/server/shared/context";
import { AppError, isAppError, toErrorData } from "@/server/shared/errors";
import { settings } from "@/server/shared/settings";
import { actorOfUser } from "@/server/users";
import type { DeliveryRow } from "./delivery";
import { deliveryRow, memberOnly, scheduleId, seriesOf } from "./find";
import { unsubscribeLink } from "./link";
import { deliveryMail } from "./mail";
import { sheetTitle } from "./sheet-title";

/** Failures in a row after which it is paused and its person told. */
export const MOST_FAILURES = 3;

export type Outcome = "sent" | "failed" | "paused" | "gone";

/** Makes the file; the tests of schedules give one that needs no reload. */
export type MakeFile = typeof makeExport;

/**
 * Sends a sheet once, as the person sees it now: membership, suspension, grants and section access are asked here.
 * @param once names this sending: however often it runs, one mail leaves
 * @param last no further try follows: what is wrong counts as a failure of the delivery
 * @throws what may be better at the next try, unless `last`
 */
export async function deliver(
  services: Services,
  { delivery, once, last, signal }: { delivery: string; once: string; last: boolean; signal?: AbortSignal },
  make: MakeFile = makeExport,
): Promise<Outcome> {
  const row = await deliveryRow(services, delivery);
  if (!row || row.state === "paused") {
    await services.workflows.unschedule(scheduleId(delivery));
    return row ? "paused" : "gone";
  }
  try {
    return (await send(services, row, { once, signal, make })) ? "sent" : "gone";
  } catch (error) {
    signal?.throwIfAborted();
    const again = !isAppError(error) || error.options.retryable;
    if (again && !last) throw error;
    services.log.warn({ err: error, delivery }, "delivery failed");
    return noteFailure(services, row, error);
  }
}

interface Sending {
  once: string;
  signal?: AbortSignal;
  make: MakeFile;
}

/** The person as they are now. @throws `deliveries.forbidden` where they are no member any more, or suspended */
export async function readerNow(services: Services, row: DeliveryRow, once: string): Promise<Reader> {
  const actor = await actorOfUser(services, row.userId);
  if (!actor) throw new AppError("forbidden", "deliveries.forbidden", "The person cannot sign in any more.");
  const ctx: Context = { ...services, actor, requestId: once };
  memberOnly(ctx, row.tenantId);
  return readerOf(ctx, row.appId);
}

/** @returns false where it was ended, paused or its person suspended while the file was made */
async function send(services: Services, row: DeliveryRow, { once, signal, make }: Sending): Promise<boolean> {
  const reader = await readerNow(services, row, once);
  const document = await dashboardOf(reader);
  const sheet = sheetTitle(document, row.sheet, row.language);
  const input: ExportInput = {
    ...{ kind: "pdf", sheet: row.sheet, language: row.language, zone: row.zone },
    ...(row.place ? await placeSeen(reader, row.place) : {}),
  };
  const file = await make(services, {
    ...{ row: reader.row, asker: reader.asker, input, document },
    ...(signal ? { signal } : {}),
  });
  const { name, mediaType } = file;
  const files = [{ name, mediaType, bytes: Buffer.from(file.bytes) }];
  refuseTooLarge(files);
  const link = `${settings().url}/tenants/${row.tenantId}/apps/${row.appId}`;
  const unsubscribe = unsubscribeLink(services, row.id);
  const mail = deliveryMail({ sheet, app: reader.row.title, language: row.language, link, unsubscribe });
  const { deliveries: d, users: u, members: m } = services.store.tables;
  // @unaudited: that it was asked for is audited, not each sending.
  const sent = await services.store.tx(async (db) => {
    const [person] = await db
      .select({ email: u.email })
      .from(d)
      .innerJoin(u, and(eq(u.id, d.userId), isNull(u.disabledAt)))
      .innerJoin(m, and(eq(m.id, d.memberId), isNull(m.suspendedAt)))
      .where(and(eq(d.id, row.id), eq(d.state, "active")));
    if (!person) return false;
    await putMail(services, db, {
      ...{ tenantId: row.tenantId, kind: "delivery", to: person.email, ...mail, files },
      ...{ once: `delivery ${once}`, series: seriesOf(row.id) },
    });
    await db
      .update(d)
      .set({ lastSentAt: services.clock.now(), failures: 0, error: null })
      .where(eq(d.id, row.id));
    return true;
  });
  if (sent) pokeOutbox();
  return sent;
}

async function noteFailure(services: Services, row: DeliveryRow, error: unknown): Promise<Outcome> {
  const { code, message } = toErrorData(error);
  const failures = row.failures + 1;
  const paused = failures >= MOST_FAILURES;
  const { deliveries: d, apps } = services.store.tables;
  const now = services.clock.now();
  await services.store.tx(async (db) => {
    const [app] = await db.select({ title: apps.title }).from(apps).where(eq(apps.id, row.appId));
    await db
      .update(d)
      .set({
        ...{ failures, error: { code, message } },
        ...(paused ? { state: "paused", pausedBy: "failures", updatedAt: now } : {}),
      })
      .where(eq(d.id, row.id));
    if (!paused) return;
    await notify(services, db, {
      kind: "delivery-paused",
      to: { user: row.userId, tenant: row.tenantId },
      params: { sheet: row.sheetTitle, app: app?.title ?? "", problem: message },
      href: "/account",
      key: `delivery ${row.id} ${now.getTime()}`,
    });
  });
  if (paused) await services.workflows.unschedule(scheduleId(row.id));
  return paused ? "paused" : "failed";
}
