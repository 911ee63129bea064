import { and, eq, isNull } from "drizzle-orm";
import { PERMISSIONS, type Permission } from "@/server/auth";
import type { Actor } from "@/server/auth/actor";
import type { Services } from "@/server/shared/context";
import { sha256 } from "@/server/shared/crypto";

const USED_EVERY_MS = 60_000;

/** The actor of an API key; null for an unknown, expired or revoked one. Notes its use once a minute. */
export async function actorOfApiKey(services: Services, key: string): Promise<Actor | null> {
  if (!/^tnt_[\w-]{20,100}$/.test(key)) return null;
  const { store, clock } = services;
  const { apiKeys } = store.tables;
  const [row] = await store.read
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.hash, sha256(key)), isNull(apiKeys.revokedAt)));
  const now = clock.now();
  if (!row || (row.expiresAt && row.expiresAt <= now)) return null;
  if (!row.lastUsedAt || now.getTime() - row.lastUsedAt.getTime() > USED_EVERY_MS) {
    await store.tx((db) => db.update(apiKeys).set({ lastUsedAt: now }).where(eq(apiKeys.id, row.id)));
  }
  const scopes = row.scopes.filter((s): s is Permission => (PERMISSIONS as readonly string[]).includes(s));
  return { type: "apiKey", id: row.id, name: row.name, scopes, tenantId: row.tenantId };
}
