import { generateKeyPair, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import { and, count, isNull } from "drizzle-orm";
import { append } from "@/server/audit";
import { actorName, scope, within } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { newId } from "@/server/shared/ids";
import { parse } from "@/server/shared/parse";
import { type EmbedKey, type EmbedKeyRow, toKey } from "./keys";
import { publicRsaJwk } from "./public-key";
import { type AddKeyInput, addKeyInput } from "./schemas";

const makePair = promisify(generateKeyPair);
const MOST_KEYS = 20;
const BITS = 2048;

export interface NewEmbedKey extends EmbedKey {
  /** PKCS #8, PEM. Only where Tenantry made the pair; shown this once and kept nowhere. */
  privateKey: string | null;
}

/** The new key's halves: the private one exists only in this answer. */
async function pair(): Promise<{ jwk: Record<string, unknown>; pem: string }> {
  const made: { publicKey: KeyObject; privateKey: KeyObject } = await makePair("rsa", {
    modulusLength: BITS,
  });
  return {
    jwk: { ...made.publicKey.export({ format: "jwk" }) },
    pem: made.privateKey.export({ format: "pem", type: "pkcs8" }).toString(),
  };
}

/**
 * Registers the host's public key, or makes a pair where none is given.
 * @throws `embeds.key` for what is no public RS256 key, `embeds.keys_full`
 */
export async function addKey(ctx: Context, input: AddKeyInput): Promise<NewEmbedKey> {
  const data = parse(addKeyInput, input);
  const opened = await scope(ctx, "embeds:write", data.tenantId);
  const made = data.publicJwk ? null : await pair();
  const publicJwk = publicRsaJwk(data.publicJwk ?? made?.jwk ?? {});
  const { embedKeys: t } = ctx.store.tables;
  const now = ctx.clock.now();
  const row: EmbedKeyRow = {
    id: newId("embedKey", now.getTime()),
    tenantId: opened.tenantId,
    name: data.name,
    publicJwk,
    fromAt: data.from ?? now,
    untilAt: data.until ?? null,
    createdBy: actorName(ctx.actor),
    createdAt: now,
    revokedAt: null,
  };
  await ctx.store.tx(async (db) => {
    const [total] = await db
      .select({ n: count() })
      .from(t)
      .where(and(within(opened, t), isNull(t.revokedAt)));
    if ((total?.n ?? 0) >= MOST_KEYS)
      throw new AppError("limit", "embeds.keys_full", `There are ${MOST_KEYS} keys already.`, {
        advice: "Revoke one that is not used any more.",
      });
    await db.insert(t).values(row);
    await append(db, ctx, {
      tenantId: opened.tenantId,
      action: "embed.add-key",
      target: row.id,
      payload: { name: row.name, madeHere: made !== null, from: row.fromAt, until: row.untilAt },
    });
  });
  return { ...toKey(row), privateKey: made?.pem ?? null };
}
