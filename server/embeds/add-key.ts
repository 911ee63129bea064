import { generateKeyPair, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import { and, count, gt, isNull, or } from "drizzle-orm";
import type { Database } from "@/db/store";
import { append } from "@/server/audit";
import { doerName, scope, type TenantScope, within } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { newId } from "@/server/shared/ids";
import { parse } from "@/server/shared/parse";
import { type EmbedKey, type EmbedKeyRow, toKey } from "./keys";
import { type PublicJwk, publicRsaJwk } from "./public-key";
import { type AddKeyInput, addKeyInput } from "./schemas";

const makePair = promisify(generateKeyPair);
const MOST_KEYS = 20;
const BITS = 2048;

export interface NewEmbedKey extends EmbedKey {
  /** PKCS #8, PEM. Only where Tenantry made the pair; shown this once and kept nowhere. */
  privateKey: string | null;
}

/**
 * The halves of a new key: of the host's public one, or of a pair made here, whose private half is in this answer only.
 * @throws `embeds.key` for what is no public RS256 key
 */
export async function newHalves(
  given: Record<string, unknown> | undefined,
): Promise<{ publicJwk: PublicJwk; pem: string | null }> {
  if (given) return { publicJwk: publicRsaJwk(given), pem: null };
  const made: { publicKey: KeyObject; privateKey: KeyObject } = await makePair("rsa", {
    modulusLength: BITS,
  });
  return {
    publicJwk: publicRsaJwk({ ...made.publicKey.export({ format: "jwk" }) }),
    pem: made.privateKey.export({ format: "pem", type: "pkcs8" }).toString(),
  };
}

/** Writes a key, inside a transaction. @throws `embeds.keys_full` */
export async function keepKey(
  db: Database,
  ctx: Context,
  opened: TenantScope,
  key: Pick<EmbedKeyRow, "name" | "publicJwk" | "fromAt" | "untilAt">,
): Promise<EmbedKeyRow> {
  const { embedKeys: t } = ctx.store.tables;
  const now = ctx.clock.now();
  const [total] = await db
    .select({ n: count() })
    .from(t)
    .where(and(within(opened, t), isNull(t.revokedAt), or(isNull(t.untilAt), gt(t.untilAt, now))));
  if ((total?.n ?? 0) >= MOST_KEYS)
    throw new AppError("limit", "embeds.keys_full", `There are ${MOST_KEYS} keys already.`, {
      advice: "Revoke one that is not used any more.",
    });
  const row: EmbedKeyRow = {
    id: newId("embedKey", now.getTime()),
    tenantId: opened.tenantId,
    ...key,
    createdBy: doerName(ctx.actor),
    createdAt: now,
    revokedAt: null,
  };
  await db.insert(t).values(row);
  return row;
}

/**
 * Registers the host's public key, or makes a pair where none is given.
 * @throws `embeds.key` for what is no public RS256 key, `embeds.keys_full`
 */
export async function addKey(ctx: Context, input: AddKeyInput): Promise<NewEmbedKey> {
  const data = parse(addKeyInput, input);
  const opened = await scope(ctx, "embeds:write", data.tenantId);
  const { publicJwk, pem } = await newHalves(data.publicJwk);
  const fromAt = data.from ?? ctx.clock.now();
  const row = await ctx.store.tx(async (db) => {
    const kept = await keepKey(db, ctx, opened, {
      name: data.name,
      publicJwk,
      fromAt,
      untilAt: data.until ?? null,
    });
    await append(db, ctx, {
      tenantId: opened.tenantId,
      action: "embed.add-key",
      target: kept.id,
      payload: { name: kept.name, madeHere: pem !== null, from: kept.fromAt, until: kept.untilAt },
    });
    return kept;
  });
  return { ...toKey(row), privateKey: pem };
}
