import { and, eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import type { Schema } from "@/db/schema";
import type { Database } from "@/db/store";
import { as, operator, testServices } from "@/server/testing/context";
import { append, verifyChain } from ".";

type Tamper = (t: Schema, db: Database) => Promise<unknown>;

async function chainOf(n: number) {
  const ctx = as(await testServices(), operator());
  for (let i = 0; i < n; i++) {
    await ctx.store.tx((db) =>
      append(db, ctx, { tenantId: "ten_a", action: "thing.change", target: `t${i}`, payload: { i } }),
    );
  }
  return ctx;
}

describe("audit chain", () => {
  test("a whole chain verifies, an empty one too, and chains are apart", async () => {
    const ctx = await chainOf(5);
    expect(await verifyChain(ctx, "ten_a")).toEqual({ ok: true, entries: 5 });
    expect(await verifyChain(ctx, "ten_b")).toEqual({ ok: true, entries: 0 });
  });

  test.each([
    [
      "changed entry",
      (t, db) => db.update(t.auditEntries).set({ actor: "user:usr_x" }).where(eq(t.auditEntries.seq, 3)),
    ],
    [
      "changed time",
      (t, db) =>
        db
          .update(t.auditEntries)
          .set({ at: new Date(0) })
          .where(eq(t.auditEntries.seq, 2)),
    ],
    ["dropped entry", (t, db) => db.delete(t.auditEntries).where(eq(t.auditEntries.seq, 3))],
    ["cut-off end", (t, db) => db.delete(t.auditEntries).where(eq(t.auditEntries.seq, 5))],
    ["changed payload", (t, db) => db.update(t.auditPayloads).set({ payload: { i: 99 } })],
    ["payload without tombstone", (t, db) => db.update(t.auditPayloads).set({ salt: null, payload: null })],
    ["dropped payload", (t, db) => db.delete(t.auditPayloads)],
    ["all gone", (t, db) => db.delete(t.auditEntries)],
  ] as [string, Tamper][])("%s is detected", async (_name, tamper) => {
    const ctx = await chainOf(5);
    await ctx.store.tx((db) => tamper(ctx.store.tables, db));
    expect((await verifyChain(ctx, "ten_a")).ok).toBe(false);
  });

  test("swapped entries are detected", async () => {
    const ctx = await chainOf(4);
    const { auditEntries: t } = ctx.store.tables;
    await ctx.store.tx(async (db) => {
      await db
        .update(t)
        .set({ seq: 99 })
        .where(and(eq(t.chain, "ten_a"), eq(t.seq, 2)));
      await db
        .update(t)
        .set({ seq: 2 })
        .where(and(eq(t.chain, "ten_a"), eq(t.seq, 3)));
      await db
        .update(t)
        .set({ seq: 3 })
        .where(and(eq(t.chain, "ten_a"), eq(t.seq, 99)));
    });
    expect((await verifyChain(ctx, "ten_a")).ok).toBe(false);
  });

  test("an erased payload with its tombstone leaves the chain whole", async () => {
    const ctx = await chainOf(3);
    const { auditPayloads } = ctx.store.tables;
    await ctx.store.tx((db) =>
      db.update(auditPayloads).set({ salt: null, payload: null, erasedAt: new Date() }),
    );
    expect(await verifyChain(ctx, "ten_a")).toEqual({ ok: true, entries: 3 });
  });
});
