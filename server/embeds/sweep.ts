import { lt } from "drizzle-orm";
import type { Services } from "@/server/shared/context";

/** How long ended sessions are kept, to be looked at. */
const KEEP_MS = 30 * 86_400_000;

/** Forgets tokens that could not be shown again, and sessions that ended long ago. @unaudited housekeeping */
export async function sweepEmbeds(services: Services): Promise<void> {
  const { embedSessions, embedTokens } = services.store.tables;
  const now = services.clock.now();
  await services.store.tx(async (db) => {
    await db.delete(embedTokens).where(lt(embedTokens.expiresAt, now));
    await db.delete(embedSessions).where(lt(embedSessions.expiresAt, new Date(now.getTime() - KEEP_MS)));
  });
}
