import { eq } from "drizzle-orm";
import type { Context, Services } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import { endDelivery } from "./change";
import { deliveryRow } from "./find";
import { deliveryOfToken } from "./link";
import { unsubscribeInput } from "./schemas";

/** What the page of a link shows to whoever has it. `ended`: it was sent no more already. */
export type OpenUnsubscribe = { ended: true } | { ended: false; sheet: string; tenantName: string };

const invalid = () =>
  new AppError("not-found", "deliveries.link_invalid", "This link is not valid.", {
    advice: "Open it as it stands in the mail, or delete the delivery in your account.",
  });

function idOf(services: Services, input: { token: string }): string {
  const id = deliveryOfToken(services, parse(unsubscribeInput, input).token);
  if (!id) throw invalid();
  return id;
}

/** What a link of a mail would end; ends nothing yet. @throws `deliveries.link_invalid` */
export async function openUnsubscribe(
  services: Services,
  input: { token: string },
): Promise<OpenUnsubscribe> {
  const row = await deliveryRow(services, idOf(services, input));
  if (!row) return { ended: true };
  const { tenants: t } = services.store.tables;
  const [tenant] = await services.store.read.select({ name: t.name }).from(t).where(eq(t.id, row.tenantId));
  return { ended: false, sheet: row.sheetTitle, tenantName: tenant?.name ?? "" };
}

/** Ends the delivery of a link, in the name of whom it was sent to. Again does nothing. @throws `deliveries.link_invalid` */
export async function unsubscribe(services: Services, input: { token: string }): Promise<void> {
  const row = await deliveryRow(services, idOf(services, input));
  if (!row) return;
  const actor = {
    ...{ type: "user" as const, id: row.userId, name: "", operatorRole: null, memberships: [] },
    mustChangePassword: false,
  };
  const ctx: Context = { ...services, actor, requestId: services.requestId ?? "unsubscribe" };
  await endDelivery(ctx, row, "delivery.unsubscribe");
}
