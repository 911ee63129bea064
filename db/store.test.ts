import { and, asc, eq, gt, inArray, or, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newId } from "@/server/shared/ids";
import { makeMember, makeTenant, makeUser, unique } from "./factories";
import type { Database, Store } from "./store";
import { storeKinds } from "./testing";

const setting = (id: string, value: unknown) => ({ id, value, updatedAt: new Date() });
const key = () => `setting-${unique()}`;

describe.each(storeKinds)("a store on $name", ({ open, isolatedReads }) => {
  let store: Store;
  beforeAll(async () => {
    store = await open();
  }, 60_000);
  afterAll(() => store.close());

  const find = async (id: string) => {
    const { settings } = store.tables;
    const [row] = await store.read.select().from(settings).where(eq(settings.id, id));
    return row;
  };

  describe("transactions", () => {
    it("keep all or nothing, also over a pause in the body", async () => {
      const [a, b] = [key(), key()];
      const { settings } = store.tables;
      const failed = store.tx(async (db) => {
        await db.insert(settings).values(setting(a, 1));
        await new Promise((done) => setImmediate(done));
        await db.insert(settings).values(setting(b, 2));
        throw new Error("changed my mind");
      });
      await expect(failed).rejects.toThrow("changed my mind");
      expect(await find(a)).toBeUndefined();
      const kept = await store.tx(async (db) => {
        await db.insert(settings).values(setting(a, 1));
        return "kept";
      });
      expect(kept).toBe("kept");
      expect(await find(a)).toMatchObject({ value: 1 });
    });

    it("see their own writes; nobody else sees them before the commit", async () => {
      const id = key();
      const { settings } = store.tables;
      let inside = () => {};
      let seen: unknown = "not looked";
      const looked = new Promise<void>((resolve) => {
        inside = resolve;
      });
      const written = store.tx(async (db) => {
        await db.insert(settings).values(setting(id, 1));
        const own = await db.select().from(settings).where(eq(settings.id, id));
        expect(own).toHaveLength(1);
        if (isolatedReads && store.dialect === "sqlite") {
          inside();
          await new Promise((done) => setTimeout(done, 5));
        }
      });
      if (isolatedReads && store.dialect === "sqlite") {
        await looked;
        seen = await find(id);
        expect(seen).toBeUndefined();
      }
      await written;
      expect(await find(id)).toBeDefined();
    });

    it("refuse nesting, and reads beside their handle, by name", async () => {
      const nested = store.tx(() => store.tx(async () => 1));
      await expect(nested).rejects.toThrow("store.tx inside store.tx");
      const beside = store.tx(async () => store.read.select().from(store.tables.settings));
      await expect(beside).rejects.toThrow("store.read inside store.tx");
      await expect(store.tx(async () => 1)).resolves.toBe(1);
    });

    it("are closed when their body ends: the handle is dead", async () => {
      let leaked: Database | undefined;
      await store.tx(async (db) => {
        leaked = db;
      });
      expect(() => leaked?.insert(store.tables.settings)).toThrow("store.tx has ended");
    });

    it("that take too long are rolled back, and the queue goes on", async () => {
      const hasty = await open({ txTimeoutMs: 1000 });
      const { settings } = hasty.tables;
      const [slow, next, late] = [key(), key(), key()];
      let wake = () => {};
      const asleep = new Promise<void>((resolve) => {
        wake = resolve;
      });
      let afterwards: Promise<unknown> = Promise.resolve();
      const failed = hasty.tx((db) => {
        const body = (async () => {
          await db.insert(settings).values(setting(slow, 1));
          await asleep;
          await db.insert(settings).values(setting(late, 1));
        })();
        afterwards = body.catch((error) => error);
        return body;
      });
      const queued = hasty.tx(async (db) => {
        await db.insert(settings).values(setting(next, 1));
      });
      await expect(failed).rejects.toThrow("longer than 1000 ms");
      await queued;
      wake();
      expect(String(await afterwards)).toContain("store.tx has ended");
      const rows = await hasty.read
        .select()
        .from(settings)
        .where(inArray(settings.id, [slow, next, late]));
      expect(rows.map((row) => row.id)).toEqual([next]);
      await hasty.close();
    });

    it("fifty at once on one row lose no update", async () => {
      const id = key();
      const { settings } = store.tables;
      await store.tx(async (db) => {
        await db.insert(settings).values(setting(id, 0));
      });
      const add = () =>
        store.tx(async (db) => {
          const [row] = await db.select().from(settings).where(eq(settings.id, id));
          await new Promise((done) => setImmediate(done));
          await db
            .update(settings)
            .set({ value: Number(row?.value) + 1 })
            .where(eq(settings.id, id));
        });
      await Promise.all(Array.from({ length: 50 }, add));
      expect(await find(id)).toMatchObject({ value: 50 });
    });
  });

  describe("reads", () => {
    it("can't write", () => {
      const { settings } = store.tables;
      expect(() => store.read.insert(settings)).toThrow("write in store.tx");
      expect(() => store.read.update(settings)).toThrow("write in store.tx");
      expect(() => store.read.delete(settings)).toThrow("write in store.tx");
    });
  });

  describe("values", () => {
    it("come back as they went in: JSON, instants to the millisecond, booleans, big numbers, nulls", async () => {
      const at = new Date("2026-03-29T01:30:00.123Z");
      const desired = {
        text: "ä 漢 \u{1F600} \"'\\",
        list: [1, 2.5, null, true],
        nested: { a: { b: [] } },
        none: null,
      };
      const tenant = await makeTenant(store, {
        desired,
        createdAt: at,
        sample: true,
        branding: { color: "#00ff00" },
      });
      const { tenants, files } = store.tables;
      const [row] = await store.read.select().from(tenants).where(eq(tenants.id, tenant.id));
      expect(row).toMatchObject({ desired, createdAt: at, sample: true, branding: { color: "#00ff00" } });
      expect(row?.deletedAt).toBeNull();
      const file = {
        id: newId("file"),
        tenantId: tenant.id,
        name: "f",
        mediaType: "text/csv",
        bytes: Number.MAX_SAFE_INTEGER,
        sha256: "0",
        createdAt: at,
      };
      const [stored] = await store.tx(async (db) => db.insert(files).values(file).returning());
      expect(stored).toEqual(file);
    });

    it.each([[null], [0], [""], ["null"], [false], [[]], [{ a: [{ b: null }] }], ["1"]])(
      "JSON %j stays what it is",
      async (value) => {
        const id = key();
        await store.tx(async (db) => {
          // JSON's null is a value here; drizzle writes a JavaScript null as the column's NULL.
          const stored = value === null ? sql`'null'` : value;
          await db.insert(store.tables.settings).values(setting(id, stored));
        });
        expect((await find(id))?.value).toEqual(value);
      },
    );
  });

  describe("unique keys", () => {
    it("hold for e-mail addresses whatever their case", async () => {
      const user = await makeUser(store);
      await expect(makeUser(store, { email: user.email.toUpperCase() })).rejects.toThrow();
      const [one, two] = [await makeTenant(store), await makeTenant(store)];
      await makeMember(store, { tenantId: one.id, email: "a@b.example" });
      await makeMember(store, { tenantId: two.id, email: "a@b.example" });
      await expect(makeMember(store, { tenantId: one.id, email: "A@b.example" })).rejects.toThrow();
    });

    it("free a slug when its tenant is deleted, and only then", async () => {
      const slug = `slug-${unique()}`;
      const first = await makeTenant(store, { slug });
      await expect(makeTenant(store, { slug })).rejects.toThrow();
      const { tenants } = store.tables;
      await store.tx(async (db) => {
        await db.update(tenants).set({ deletedAt: new Date() }).where(eq(tenants.id, first.id));
      });
      await makeTenant(store, { slug });
      await expect(makeTenant(store, { slug })).rejects.toThrow();
    });

    it("let an insert be repeated: only the first one returns a row", async () => {
      const { settings } = store.tables;
      const row = setting(key(), 1);
      const put = () =>
        store.tx(async (db) => db.insert(settings).values(row).onConflictDoNothing().returning());
      expect(await put()).toHaveLength(1);
      expect(await put()).toHaveLength(0);
    });

    it("let a row be replaced by its key", async () => {
      const { settings } = store.tables;
      const id = key();
      for (const value of [1, 2]) {
        await store.tx(async (db) => {
          await db
            .insert(settings)
            .values(setting(id, value))
            .onConflictDoUpdate({ target: settings.id, set: { value: sql`excluded.value` } });
        });
      }
      expect(await find(id)).toMatchObject({ value: 2 });
    });

    it("refuse a user that a member still names to go", async () => {
      const user = await makeUser(store);
      const tenant = await makeTenant(store);
      await makeMember(store, { tenantId: tenant.id, userId: user.id });
      const { users } = store.tables;
      const gone = store.tx(async (db) => db.delete(users).where(eq(users.id, user.id)));
      await expect(gone).rejects.toThrow();
    });
  });

  describe("pages", () => {
    it("by (time, id) give every row once and in order, with many ties", async () => {
      const { runs } = store.tables;
      const kind = `kind-${unique()}`;
      const base = Date.UTC(2026, 0, 1);
      const rows = Array.from({ length: 300 }, (_, i) => {
        const id = newId("run");
        const createdAt = new Date(base + Math.floor(i / 40));
        const state = "queued" as const;
        return { id, kind, rootId: id, title: `${i}`, state, input: {}, startedBy: "test", createdAt };
      });
      await store.tx(async (db) => {
        await db.insert(runs).values(rows);
      });
      const seen: string[] = [];
      for (let last: { createdAt: Date; id: string } | undefined; ; ) {
        const after = last
          ? or(
              gt(runs.createdAt, last.createdAt),
              and(eq(runs.createdAt, last.createdAt), gt(runs.id, last.id)),
            )
          : undefined;
        const page = await store.read
          .select()
          .from(runs)
          .where(and(eq(runs.kind, kind), after))
          .orderBy(asc(runs.createdAt), asc(runs.id))
          .limit(17);
        seen.push(...page.map((row) => row.id));
        last = page.at(-1);
        if (page.length < 17) break;
      }
      const byTimeAndId = [...rows].sort(
        (a, b) => a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : 1),
      );
      expect(seen).toEqual(byTimeAndId.map((row) => row.id));
    });
  });
});
