import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { makeTenant, testStore } from "@/db/factories";
import { openStore, type Store } from "@/db/store";
import { append, verifyChain } from "@/server/audit";
import { openSecret, sealSecret, secretHmac } from "@/server/connections/secret";
import { systemClock as clock } from "@/server/shared/clock";
import { envelopeKeyId } from "@/server/shared/crypto";
import type { Keyring } from "@/server/shared/keyring";
import { createKeyring, loadKeyring } from "@/server/shared/keyring.store";
import { masterId } from "@/server/shared/secret";
import { rotateSecret } from "./rotate-secret";

const FROM = "the first master secret of this installation";
const TO = "the second master secret of this installation";
const actor = { type: "local", id: "cli" } as const;
const PASSWORD = "s3cret-value-nobody-may-see";

interface World {
  store: Store;
  tenants: string[];
  sealed: Map<string, { secret: string; secretHmac: string }>;
}

/** Tenants with a data key, a sealed secret and an audit chain each. */
async function world(store: Store, n: number): Promise<World> {
  const keyring = createKeyring(FROM, { store, clock });
  const sealed: World["sealed"] = new Map();
  const tenants: string[] = [];
  for (let i = 0; i < n; i++) {
    const { id } = await makeTenant(store);
    tenants.push(id);
    sealed.set(id, await sealSecret(keyring, id, "db", `${PASSWORD}-${i}`));
    const record = { tenantId: id, action: "test", target: id, payload: { i } };
    await store.tx((db) => append(db, { store, clock, keyring, actor }, record));
  }
  return { store, tenants, sealed };
}

async function readable({ store, tenants, sealed }: World, keyring: Keyring): Promise<void> {
  for (const [i, id] of tenants.entries()) {
    const secret = sealed.get(id);
    expect(await openSecret(keyring, id, "db", secret?.secret ?? null)).toBe(`${PASSWORD}-${i}`);
    expect(secretHmac(keyring, id, "db", `${PASSWORD}-${i}`)).toBe(secret?.secretHmac);
    expect(await verifyChain({ store, keyring }, id)).toMatchObject({ ok: true });
  }
}

async function wrappedWith(store: Store): Promise<string[]> {
  const rows = await store.read.select().from(store.tables.tenantKeys);
  return [...new Set(rows.flatMap((r) => (r.wrapped === null ? [] : [envelopeKeyId(r.wrapped)])))];
}

describe("rotating the master secret", () => {
  test("afterwards the new secret opens everything, and the old one nothing", async () => {
    const w = await world(await testStore(), 5);
    const { store } = w;
    const before = createKeyring(FROM, { store, clock });
    await before.destroyTenantKeys(w.tenants.pop() ?? "");
    expect(await rotateSecret({ store, clock, actor, from: FROM, to: TO })).toEqual({
      keys: 4,
      chains: 6,
      broken: [],
    });
    expect(await wrappedWith(store)).toEqual([masterId(TO)]);
    await readable(w, await loadKeyring([TO], { store, clock }));
    const keyring = await loadKeyring([TO], { store, clock });
    expect(await verifyChain({ store, keyring }, "operator")).toMatchObject({ ok: true, entries: 2 });
    await expect(loadKeyring([FROM], { store, clock })).rejects.toThrow(/rotated/);
    const id = w.tenants[0] ?? "";
    await expect(createKeyring(FROM, { store, clock }).tenantKey(id)).rejects.toMatchObject({
      code: "secrets.unreadable",
    });
  });

  test("keys wrapped before secrets had names are brought along", async () => {
    const w = await world(await testStore(), 2);
    const { store } = w;
    const { tenantKeys: t } = store.tables;
    const { seal, deriveKey } = await import("@/server/shared/crypto");
    const unnamed = { id: "master", bytes: deriveKey(FROM, "tenant-keys") };
    for (const id of w.tenants) {
      const key = await createKeyring(FROM, { store, clock }).tenantKey(id);
      const wrapped = seal(unnamed, key.bytes.toString("base64url"), id);
      await store.tx((db) => db.update(t).set({ wrapped }).where(eq(t.id, key.id)));
    }
    await readable(w, await loadKeyring([FROM], { store, clock }));
    await rotateSecret({ store, clock, actor, from: FROM, to: TO });
    await readable(w, await loadKeyring([TO], { store, clock }));
  });

  test("stopped after any batch, both secrets are read, and the next call ends it", async () => {
    const w = await world(await testStore(), 7);
    const { store } = w;
    for (const stopAt of [1, 2]) {
      let batches = 0;
      const stop = () => {
        if (++batches === stopAt) throw new Error("killed");
      };
      await expect(
        rotateSecret({ store, clock, actor, from: FROM, to: TO, onBatch: stop, batch: 2 }),
      ).rejects.toThrow("killed");
      expect(await wrappedWith(store)).toHaveLength(2);
      // A portal started now still works with the old secret, and makes keys that the next call brings along.
      const between = await loadKeyring([FROM, TO], { store, clock });
      const fresh = await makeTenant(store);
      await between.tenantKey(fresh.id);
      expect(await verifyChain({ store, keyring: between }, "operator")).toMatchObject({ ok: true });
    }
    await rotateSecret({ store, clock, actor, from: FROM, to: TO });
    expect(await wrappedWith(store)).toEqual([masterId(TO)]);
    await readable(w, await loadKeyring([TO], { store, clock }));
    const entries = await store.read
      .select()
      .from(store.tables.auditEntries)
      .where(eq(store.tables.auditEntries.chain, "operator"));
    expect(entries.map((e) => e.action)).toEqual(["secret.rotate-begin", "secret.rotate"]);
    expect(await rotateSecret({ store, clock, actor, from: FROM, to: TO })).toEqual({
      keys: 0,
      chains: 0,
      broken: [],
    });
  });

  test("kill -9 in the middle loses nothing", async () => {
    const url = `file:${join(mkdtempSync(join(tmpdir(), "tenantry-rotate-")), "t.db")}`;
    const first = await openStore(url);
    const w = await world(first, 5);
    await first.close();
    const child = spawnSync(
      process.execPath,
      ["--import", "tsx", "server/settings/testing/rotate-and-die.ts", url, FROM, TO],
      { encoding: "utf8", timeout: 60_000 },
    );
    expect([child.signal, child.stderr]).toEqual(["SIGKILL", ""]);
    const store = await openStore(url);
    expect((await wrappedWith(store)).sort()).toEqual([masterId(FROM), masterId(TO)].sort());
    await rotateSecret({ store, clock, actor, from: FROM, to: TO });
    await readable({ ...w, store }, await loadKeyring([TO], { store, clock }));
    await store.close();
  }, 60_000);

  test("a chain that was tampered with does not become a good one", async () => {
    const w = await world(await testStore(), 1);
    const { store } = w;
    const { auditEntries: e } = store.tables;
    const id = w.tenants[0] ?? "";
    await store.tx((db) => db.delete(e).where(eq(e.chain, id)));
    const done = await rotateSecret({ store, clock, actor, from: FROM, to: TO });
    expect(done.broken).toEqual([id]);
    const keyring = await loadKeyring([TO], { store, clock });
    expect(await verifyChain({ store, keyring }, id)).toMatchObject({ ok: false });
  });
});
