import { and, eq, lt } from "drizzle-orm";
import { attribution } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { sha256 } from "@/server/shared/crypto";
import { AppError } from "@/server/shared/errors";

export const KEEP_MS = 24 * 3_600_000;

/** Answers that must not be kept: the next try may well succeed. */
const passing = (status: number) => status >= 500 || status === 429;

type Claim = { claimed: true } | { claimed: false; replay: Response };

async function claim(ctx: Context, id: string, bodyHash: string, owner: string): Promise<Claim> {
  const { idempotencyKeys } = ctx.store.tables;
  const now = ctx.clock.now();
  return ctx.store.tx(async (db) => {
    await db
      .delete(idempotencyKeys)
      .where(
        and(eq(idempotencyKeys.id, id), lt(idempotencyKeys.createdAt, new Date(now.getTime() - KEEP_MS))),
      );
    const [row] = await db.select().from(idempotencyKeys).where(eq(idempotencyKeys.id, id));
    if (!row) {
      await db.insert(idempotencyKeys).values({ id, bodyHash, state: "running", owner, createdAt: now });
      return { claimed: true };
    }
    if (row.bodyHash !== bodyHash) {
      throw new AppError(
        "invalid",
        "idempotency.other_body",
        "This idempotency key came with another body before.",
        {
          advice: "Use a new key for a new request.",
        },
      );
    }
    if (row.state === "done") return { claimed: false, replay: stored(row) };
    // A process that died in the middle left it running: its work is idempotent, so it may be done again.
    if (row.owner !== owner) {
      await db.update(idempotencyKeys).set({ owner }).where(eq(idempotencyKeys.id, id));
      return { claimed: true };
    }
    throw new AppError(
      "conflict",
      "idempotency.in_flight",
      "The first request with this key is still running.",
      {
        retryAfterSeconds: 1,
      },
    );
  });
}

function stored(row: { status: number | null; response: string | null }): Response {
  const headers = new Headers({ "content-type": "application/json", "idempotent-replay": "true" });
  if (row.status !== null && row.status >= 400) headers.set("content-type", "application/problem+json");
  return new Response(row.response, { status: row.status ?? 200, headers });
}

async function settle(ctx: Context, id: string, response: Response): Promise<void> {
  const { idempotencyKeys } = ctx.store.tables;
  const text = await response.clone().text();
  await ctx.store.tx((db) =>
    passing(response.status)
      ? db.delete(idempotencyKeys).where(eq(idempotencyKeys.id, id))
      : db
          .update(idempotencyKeys)
          .set({ state: "done", status: response.status, response: text })
          .where(eq(idempotencyKeys.id, id)),
  );
}

/**
 * Runs `work` at most once per (actor, operation, key). In flight: 409 with Retry-After. Other body: 422.
 * Later: the stored answer, for 24 hours.
 * @param owner names this process, so that what a dead one left in flight can be taken over
 */
export async function once(
  ctx: Context,
  request: { key: string; operation: string; body: string; owner: string },
  work: () => Promise<Response>,
): Promise<Response> {
  if (!/^[\x21-\x7e]{1,200}$/.test(request.key)) {
    throw new AppError(
      "malformed",
      "idempotency.key",
      "Idempotency-Key has 1 to 200 visible ASCII characters.",
    );
  }
  const id = sha256(`${attribution(ctx.actor)}\n${request.operation}\n${request.key}`);
  const result = await claim(ctx, id, sha256(request.body), request.owner);
  if (!result.claimed) return result.replay;
  try {
    const response = await work();
    await settle(ctx, id, response);
    return response;
  } catch (error) {
    const { idempotencyKeys } = ctx.store.tables;
    await ctx.store.tx((db) => db.delete(idempotencyKeys).where(eq(idempotencyKeys.id, id)));
    throw error;
  }
}

/** Removes answers older than a day. */
export async function pruneIdempotencyKeys(ctx: Pick<Context, "store" | "clock">): Promise<void> {
  const { idempotencyKeys } = ctx.store.tables;
  const before = new Date(ctx.clock.now().getTime() - KEEP_MS);
  await ctx.store.tx((db) => db.delete(idempotencyKeys).where(lt(idempotencyKeys.createdAt, before)));
}
