import { and, asc, eq } from "drizzle-orm";
import type { Schema } from "@/db/schema";
import type { Services } from "@/server/shared/context";
import { type PublicJwk, publicRsaJwk } from "./public-key";

export type EmbedKeyRow = Schema["embedKeys"]["$inferSelect"];

/** A key that may sign a tenant's tokens. Its id is the `kid` of the token's header. */
export interface EmbedKey {
  id: string;
  name: string;
  /** Registered here, or written in the tenant's file (and revoked there). */
  source: "portal" | "file";
  publicJwk: PublicJwk;
  fromAt: Date;
  untilAt: Date | null;
  createdAt: Date | null;
  revokedAt: Date | null;
}

/** Whether tokens signed by this key are taken at `now`. */
export function inForce(key: EmbedKey, now: Date): boolean {
  return key.revokedAt === null && key.fromAt <= now && (key.untilAt === null || key.untilAt > now);
}

export function toKey(row: EmbedKeyRow): EmbedKey {
  const { id, name, publicJwk, fromAt, untilAt, createdAt, revokedAt } = row;
  return {
    id,
    name,
    source: "portal",
    publicJwk: publicJwk as PublicJwk,
    fromAt,
    untilAt,
    createdAt,
    revokedAt,
  };
}

interface FileKey {
  kid: string;
  publicJwk: Record<string, unknown>;
  from: string;
  until?: string;
}

/** Keys of the tenant's file; those that no token could be verified with are left out. */
export function fileKeys(desired: Record<string, unknown> | null): EmbedKey[] {
  const { identity } = (desired ?? {}) as { identity?: { keys?: FileKey[] } };
  return (identity?.keys ?? []).flatMap((key): EmbedKey[] => {
    try {
      return [
        {
          id: key.kid,
          name: key.kid,
          source: "file",
          publicJwk: publicRsaJwk(key.publicJwk),
          fromAt: new Date(key.from),
          untilAt: key.until ? new Date(key.until) : null,
          createdAt: null,
          revokedAt: null,
        },
      ];
    } catch {
      return [];
    }
  });
}

/** All keys of a tenant: registered ones, oldest first, then those of its file. */
export async function keysOf(services: Services, tenantId: string): Promise<EmbedKey[]> {
  const { embedKeys, tenants } = services.store.tables;
  const [rows, [tenant]] = await Promise.all([
    services.store.read
      .select()
      .from(embedKeys)
      .where(eq(embedKeys.tenantId, tenantId))
      .orderBy(asc(embedKeys.createdAt), asc(embedKeys.id)),
    services.store.read.select({ desired: tenants.desired }).from(tenants).where(eq(tenants.id, tenantId)),
  ]);
  return [...rows.map(toKey), ...fileKeys(tenant?.desired ?? null)];
}

/** The key a token names, looked for among this tenant's keys only. */
export async function keyNamed(services: Services, tenantId: string, kid: string): Promise<EmbedKey | null> {
  const { embedKeys, tenants } = services.store.tables;
  const [row] = await services.store.read
    .select()
    .from(embedKeys)
    .where(and(eq(embedKeys.tenantId, tenantId), eq(embedKeys.id, kid)));
  if (row) return toKey(row);
  const [tenant] = await services.store.read
    .select({ desired: tenants.desired })
    .from(tenants)
    .where(eq(tenants.id, tenantId));
  return fileKeys(tenant?.desired ?? null).find((key) => key.id === kid) ?? null;
}
