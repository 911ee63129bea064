import { lt } from "drizzle-orm";
import type { Services } from "@/server/shared/context";
import { MAX_AGE_DAYS } from "./schemas";

/** Forgets events that were refused so long ago that they could not be sent again. @unaudited they were never counted */
export async function pruneRejects(services: Pick<Services, "store" | "clock">): Promise<void> {
  const { usageRejects: r } = services.store.tables;
  const before = new Date(services.clock.now().getTime() - MAX_AGE_DAYS * 86_400_000);
  await services.store.tx(async (db) => {
    await db.delete(r).where(lt(r.receivedAt, before));
  });
}
