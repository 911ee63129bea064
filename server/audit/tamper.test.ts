import { beforeAll, expect, test } from "vitest";
import type { Context } from "@/server/shared/context";
import { sha256 } from "@/server/shared/crypto";
import { as, operator, testServices } from "@/server/testing/context";
import { append, verifyChain } from ".";
import { entryHash } from "./append";

/** S11, exhaustively: every field of every entry, every pair, every place to cut, of a chain of six. */
const LENGTH = 6;
/** With both, with one of them, and as entries were before they were kept. */
const ORIGINS = [
  { address: "192.0.2.1", requestId: "req_a" },
  { address: null, requestId: "run_b" },
  { address: null, requestId: "" },
];
let ctx: Context;
type Entry = Context["store"]["tables"]["auditEntries"]["$inferSelect"];
let whole: Entry[];

beforeAll(async () => {
  ctx = as(await testServices(), operator());
  for (let i = 0; i < LENGTH; i++)
    await ctx.store.tx((db) =>
      append(
        db,
        { ...ctx, ...ORIGINS[i % ORIGINS.length] },
        { tenantId: "ten_a", action: "thing.change", target: `t${i}`, payload: { i } },
      ),
    );
  whole = await ctx.store.read.select().from(ctx.store.tables.auditEntries);
  whole.sort((a, b) => a.seq - b.seq);
});

/** The chain's answer with these entries in place of its own. */
async function verified(entries: Entry[]): Promise<boolean> {
  const { auditEntries: t } = ctx.store.tables;
  await ctx.store.tx(async (db) => {
    await db.delete(t);
    if (entries.length > 0) await db.insert(t).values(entries);
  });
  return (await verifyChain(ctx, "ten_a")).ok;
}

const places = Array.from({ length: LENGTH }, (_, i) => i);

async function undetected(changes: [name: string, entries: Entry[]][]): Promise<string[]> {
  const missed: string[] = [];
  for (const [name, entries] of changes) if (await verified(entries)) missed.push(name);
  expect(await verified(whole)).toBe(true);
  return missed;
}

const flipped = (value: unknown): unknown => {
  if (value instanceof Date) return new Date(value.getTime() + 1);
  if (typeof value === "number") return value + LENGTH;
  const text = String(value);
  return text === "" ? "0" : `${text.slice(0, -1)}${text.endsWith("0") ? "1" : "0"}`;
};

test("a flip of any field of any entry is detected", async () => {
  const fields = [
    ...(["seq", "at", "actor", "action", "target", "payloadHash", "previousHash", "hash"] as const),
    ...(["address", "requestId"] as const),
  ];
  const changes = places.flatMap((i) =>
    fields.map((field): [string, Entry[]] => [
      `${field} of ${i}`,
      whole.map((entry, at) => (at === i ? { ...entry, [field]: flipped(entry[field]) } : entry)),
    ]),
  );
  expect(await undetected(changes)).toEqual([]);
});

test("taking from where and by which request out of any entry, or one in place of the other, is detected", async () => {
  const changes = whole.flatMap((entry, i): [string, Entry[]][] => {
    const put = (name: string, origin: Pick<Entry, "address" | "requestId">): [string, Entry[]] => [
      `${name} of ${i}`,
      whole.map((one, at) => (at === i ? { ...one, ...origin } : one)),
    ];
    if (!entry.address && !entry.requestId) return [];
    return [
      put("taken out", { address: null, requestId: null }),
      put("exchanged", { address: entry.requestId, requestId: entry.address }),
    ];
  });
  expect(changes).toHaveLength(8);
  expect(await undetected(changes)).toEqual([]);
});

test("entries from before these were kept have the hash they had", () => {
  const old = { chain: "ten_a", seq: 1, at: new Date(0), actor: "user:u", viewedAs: null, action: "a.b" };
  const rest = { target: "t", payloadHash: "p", previousHash: "", address: null, requestId: null };
  expect(entryHash({ ...old, ...rest })).toBe(sha256('["ten_a",1,0,"user:u","a.b","t","p",""]'));
});

test("a drop of any entry, also where those after it move up, is detected", async () => {
  const changes = places.flatMap((i): [string, Entry[]][] => {
    const rest = whole.filter((_, at) => at !== i);
    return [
      [`drop ${i}`, rest],
      [`drop ${i} and move up`, rest.map((entry, at) => ({ ...entry, seq: at + 1 }))],
    ];
  });
  expect(await undetected(changes)).toEqual([]);
});

test("a swap of any two entries is detected", async () => {
  const changes = places.flatMap((i) =>
    places.slice(i + 1).map((j): [string, Entry[]] => {
      const [a, b] = [whole[i], whole[j]];
      const swapped = whole.map((entry, at) => {
        if (at === i && b) return { ...b, seq: entry.seq };
        return at === j && a ? { ...a, seq: entry.seq } : entry;
      });
      return [`swap ${i} and ${j}`, swapped];
    }),
  );
  expect(await undetected(changes)).toEqual([]);
});

test("a cut anywhere, from the end or the beginning, is detected", async () => {
  const changes = places.flatMap((i): [string, Entry[]][] => [
    [`keep the first ${i}`, whole.slice(0, i)],
    [`keep the last ${i}`, whole.slice(LENGTH - i)],
  ]);
  expect(await undetected(changes)).toEqual([]);
});
