import { eq } from "drizzle-orm";
import type { Services } from "@/server/shared/context";
import type { DeliveryRow } from "./delivery";
import { scheduleId } from "./find";
import { cronOf } from "./times";

export const DELIVER = { workflow: "deliver@1", queue: "deliveries" } as const;

export interface DeliverInput {
  delivery: string;
}

/** Puts a delivery on the clock, or takes it off where it is paused; again changes nothing. */
export async function putOnClock(services: Pick<Services, "workflows">, row: DeliveryRow): Promise<void> {
  if (row.state === "paused") return services.workflows.unschedule(scheduleId(row.id));
  const input: DeliverInput = { delivery: row.id };
  await services.workflows.schedule(scheduleId(row.id), {
    ...{ cron: cronOf(row), zone: row.zone, name: DELIVER.workflow, input },
    ...{ queue: DELIVER.queue, tenant: row.tenantId },
  });
}

/** At start: one whose process died between its row and its clock gets it; the others keep theirs. */
export async function putAllOnClock(services: Pick<Services, "workflows" | "store">): Promise<void> {
  const { deliveries: d } = services.store.tables;
  const rows = await services.store.read.select().from(d).where(eq(d.state, "active"));
  for (const row of rows) await putOnClock(services, row);
}
