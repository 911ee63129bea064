import { eq } from "drizzle-orm";
import { dashboardOf } from "@/server/dashboards";
import { isOfSeries, type MailRow, type MayLeave } from "@/server/mail";
import type { Services } from "@/server/shared/context";
import { isAppError } from "@/server/shared/errors";
import { readerNow } from "./deliver";
import type { DeliveryRow } from "./delivery";
import { seriesOf } from "./find";
import { sheetTitle } from "./sheet-title";

const ENDED = "It was ended, or its person is no member any more.";
const PAUSED = "It was paused before it left.";
/** Refusals that are the answer; anything else may be better at the next try. */
const FINAL: ReadonlySet<string> = new Set(["forbidden", "not-found"]);

/**
 * Keeps back a sheet by e-mail that was made and waited, where its person may not have it any more: removed, suspended,
 * without the app or the sheet, or where it was ended or paused. Other mails leave.
 */
export function deliveryMayLeave(services: Services): MayLeave {
  return async (mail) => {
    if (mail.kind !== "delivery") return null;
    const row = await deliveryOf(services, mail);
    if (!row) return ENDED;
    return row.state === "paused" ? PAUSED : refusal(services, row, mail.id);
  };
}

async function deliveryOf(
  { store }: Services,
  mail: Pick<MailRow, "id" | "tenantId">,
): Promise<DeliveryRow | undefined> {
  const { deliveries: d } = store.tables;
  const rows = await store.read
    .select()
    .from(d)
    .where(eq(d.tenantId, mail.tenantId ?? ""));
  return rows.find((row) => isOfSeries(mail, seriesOf(row.id)));
}

async function refusal(services: Services, row: DeliveryRow, request: string): Promise<string | null> {
  try {
    const reader = await readerNow(services, row, request);
    sheetTitle(await dashboardOf(reader), row.sheet, row.language);
    return null;
  } catch (error) {
    if (isAppError(error) && FINAL.has(error.kind)) return error.message;
    throw error;
  }
}
