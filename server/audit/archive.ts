import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { and, asc, desc, eq, inArray, lt } from "drizzle-orm";
import { authorize } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { newId } from "@/server/shared/ids";
import { append } from "./append";
import { lineOf } from "./archived";

/** Entries put into one archive. */
const MOST = 2_000;

const pack = promisify(gzip);

/**
 * Puts entries of a tenant's chain that are older than an instant into its archive, whole and in order. The newest
 * stays: the chain goes on from it. The archive is verified with the chain.
 * @returns how many
 */
export async function archiveAudit(
  ctx: Context,
  { tenantId, before }: { tenantId: string; before: Date },
): Promise<number> {
  authorize(ctx, "settings:write");
  let count = 0;
  for (;;) {
    const moved = await archiveSome(ctx, tenantId, before);
    count += moved;
    if (moved < MOST) break;
  }
  if (count > 0)
    await ctx.store.tx((db) =>
      append(db, ctx, {
        tenantId,
        action: "audit.archive",
        target: tenantId,
        payload: { entries: count, before },
      }),
    );
  return count;
}

async function archiveSome(ctx: Context, chain: string, before: Date): Promise<number> {
  const { auditEntries: e, auditPayloads: p, auditArchives: a } = ctx.store.tables;
  const [newest] = await ctx.store.read
    .select({ seq: e.seq })
    .from(e)
    .where(eq(e.chain, chain))
    .orderBy(desc(e.seq))
    .limit(1);
  if (!newest) return 0;
  const oldest = await ctx.store.read
    .select({ entry: e, payload: p })
    .from(e)
    .leftJoin(p, eq(p.entryId, e.id))
    .where(and(eq(e.chain, chain), lt(e.seq, newest.seq)))
    .orderBy(asc(e.seq))
    .limit(MOST);
  const young = oldest.findIndex(({ entry }) => entry.at >= before);
  const rows = young < 0 ? oldest : oldest.slice(0, young);
  const [first, last] = [rows[0]?.entry, rows.at(-1)?.entry];
  if (!first || !last) return 0;
  const lines = (await pack(rows.map(lineOf).join("\n"))).toString("base64");
  const now = ctx.clock.now();
  return await ctx.store.tx(async (db) => {
    // Archived meanwhile by somebody else: in two archives the chain would not verify.
    const [there] = await db.select({ id: e.id }).from(e).where(eq(e.id, first.id));
    if (!there) return 0;
    await db.insert(a).values({
      id: newId("auditArchive", now.getTime()),
      ...{ chain, firstSeq: first.seq, lastSeq: last.seq, firstAt: first.at, lastAt: last.at },
      ...{ lines, createdAt: now },
    });
    const ids = rows.map(({ entry }) => entry.id);
    for (let at = 0; at < ids.length; at += 500) {
      const some = ids.slice(at, at + 500);
      await db.delete(p).where(inArray(p.entryId, some));
      await db.delete(e).where(inArray(e.id, some));
    }
    return rows.length;
  });
}
