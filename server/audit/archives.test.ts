import { gunzipSync, gzipSync } from "node:zlib";
import { eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { makeTenant } from "@/db/factories";
import type { Context } from "@/server/shared/context";
import { sha256 } from "@/server/shared/crypto";
import { as, memberOf, operator, testServices } from "@/server/testing/context";
import { append, verifyChain } from ".";
import { archiveAudit } from "./archive";
import { archiveFile, listArchives, readArchive, verifyArchive } from "./archives";

let ctx: Context;
let tenantId: string;
let admin: Context;

const day = (i: number) => new Date(Date.UTC(2026, 0, i));

beforeAll(async () => {
  let now = day(1);
  const services = await testServices();
  ctx = as({ ...services, clock: { ...services.clock, now: () => now } }, operator());
  tenantId = (await makeTenant(services.store)).id;
  admin = as(services, memberOf(tenantId));
  for (let i = 1; i <= 9; i++) {
    now = day(i);
    await ctx.store.tx((db) =>
      append(db, ctx, { tenantId, action: "thing.change", target: `t${i}`, payload: { i } }),
    );
    if (i === 4 || i === 8) await archiveAudit(ctx, { tenantId, before: day(i) });
  }
});

test("archives are listed with what is in them; each is as it was written and fits its neighbours", async () => {
  const { items: archives } = await listArchives(admin, { tenantId });
  expect(archives.map(({ firstSeq, lastSeq, entries }) => [firstSeq, lastSeq, entries])).toEqual([
    [4, 8, 5],
    [1, 3, 3],
  ]);
  for (const { id, entries } of archives)
    expect(await verifyArchive(admin, { id })).toEqual({ ok: true, entries, problem: null });
  const [newest] = archives;
  const { lines, total, next } = await readArchive(admin, { id: newest?.id ?? "" });
  expect([lines[0]?.target, lines.length, total, next]).toEqual(["t7", 5, 5, null]);
  const { name, content, sha256: sum } = await archiveFile(admin, { id: newest?.id ?? "" });
  expect(name).toBe(`audit-${tenantId}-4-8.jsonl.gz`);
  expect(sha256(Buffer.from(content, "base64"))).toBe(sum);
  expect(sum).toBe(newest?.sha256);
});

test("an archive from before entries said from where reads and verifies as it did", async () => {
  const { auditArchives: a } = ctx.store.tables;
  const { id: chain } = await makeTenant(ctx.store);
  const plain = { ...ctx, requestId: "" };
  for (const i of [1, 2, 3])
    await ctx.store.tx((db) =>
      append(db, plain, { tenantId: chain, action: "thing.change", target: `t${i}`, payload: {} }),
    );
  await archiveAudit(ctx, { tenantId: chain, before: new Date(Date.now() + 60_000) });
  const [row] = await ctx.store.read.select().from(a).where(eq(a.chain, chain));
  const old = gunzipSync(Buffer.from(row?.lines ?? "", "base64"))
    .toString()
    .replaceAll(/,"(address|requestId|viewedAs)":null/g, "");
  expect(old).not.toContain("requestId");
  const lines = gzipSync(old).toString("base64");
  await ctx.store.tx((db) => db.update(a).set({ lines }).where(eq(a.chain, chain)));
  expect(await verifyChain(ctx, chain)).toMatchObject({ ok: true });
  const read = await readArchive(ctx, { id: row?.id ?? "" });
  expect(read.lines.map((l) => [l.address, l.requestId])).toEqual([
    [null, null],
    [null, null],
  ]);
});

test("older archives follow page by page, none missing and none twice", async () => {
  const { items, next } = await listArchives(admin, { tenantId, limit: 1 });
  const older = await listArchives(admin, { tenantId, limit: 1, cursor: next ?? undefined });
  expect([...items, ...older.items].map(({ firstSeq }) => firstSeq)).toEqual([4, 1]);
  expect(older.next).toBeNull();
  await expect(listArchives(admin, { tenantId, cursor: "bent" })).rejects.toMatchObject({
    code: "page.cursor",
  });
});

test("two sweeps at once archive each entry once, while others are appended: the chain verifies", async () => {
  const { id } = await makeTenant(ctx.store);
  const services = await testServices();
  const here = as({ ...services, store: ctx.store, keyring: ctx.keyring }, operator());
  const tell = (i: number) =>
    ctx.store.tx((db) =>
      append(db, here, { tenantId: id, action: "thing.change", target: `t${i}`, payload: { i } }),
    );
  for (let i = 0; i < 20; i++) await tell(i);
  const before = new Date(Date.now() + 60_000);
  await Promise.all([
    archiveAudit(here, { tenantId: id, before }),
    tell(20),
    archiveAudit(here, { tenantId: id, before }),
    tell(21),
  ]);
  expect(await verifyChain(here, id)).toMatchObject({ ok: true });
  const { items } = await listArchives(here, { tenantId: id });
  const seqs = items.flatMap(({ firstSeq, lastSeq }) =>
    Array.from({ length: lastSeq - firstSeq + 1 }, (_, i) => firstSeq + i),
  );
  expect(new Set(seqs).size).toBe(seqs.length);
});

test("another tenant's people see none of them", async () => {
  const other = as(ctx, memberOf((await makeTenant(ctx.store)).id));
  const [archive] = (await listArchives(ctx)).items;
  const id = archive?.id ?? "";
  for (const verb of [readArchive, archiveFile, verifyArchive])
    await expect(verb(other, { id })).rejects.toMatchObject({ code: "auditArchive.not_found" });
  await expect(listArchives(other, { tenantId })).rejects.toMatchObject({ code: "tenant.not_found" });
  await expect(listArchives(other)).rejects.toMatchObject({ code: "auth.forbidden" });
});

test("an archive that was exchanged for an older one does not fit any more", async () => {
  const { auditArchives: a } = ctx.store.tables;
  const [newest, oldest] = (await listArchives(ctx, { tenantId })).items;
  const [row] = await ctx.store.read
    .select()
    .from(a)
    .where(eq(a.id, oldest?.id ?? ""));
  await ctx.store.tx((db) =>
    db
      .update(a)
      .set({ lines: row?.lines ?? "" })
      .where(eq(a.id, newest?.id ?? "")),
  );
  expect((await verifyArchive(ctx, { id: newest?.id ?? "" })).ok).toBe(false);
});
