import { generateKeyPairSync } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { makeTenant } from "@/db/factories";
import type { Context, Services } from "@/server/shared/context";
import { as, memberOf, operator, testServices } from "@/server/testing/context";
import { addKey, addOrigin, addresses, getEmbeds, removeOrigin, revokeKey, rotateKey } from ".";
import { inForce, keyNamed } from "./keys";

const DAY_MS = 86_400_000;
const START = new Date("2026-11-21T12:00:00Z");

const publicJwk = {
  ...generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey.export({ format: "jwk" }),
};

let now = START;
let services: Services;
let tenant: string;
let admin: Context;

beforeAll(async () => {
  services = await testServices({ clock: { now: () => now, sleep: async () => undefined } });
});

beforeEach(async () => {
  now = START;
  tenant = (await makeTenant(services.store, { state: "active" })).id;
  admin = as(services, memberOf(tenant, "admin"));
});

const later = (days: number) => {
  now = new Date(START.getTime() + days * DAY_MS);
};
const taken = async (kid: string) => {
  const key = await keyNamed(services, tenant, kid);
  return key !== null && inForce(key, now);
};
const code = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: { code?: string }) => error.code,
  );
const make = () => addKey(admin, { tenantId: tenant, name: "production", publicJwk });

describe("a key is changed without a gap", () => {
  test("both keys are taken during the overlap, and the new one alone after it", async () => {
    const before = await make();
    const after = await rotateKey(admin, { id: before.id, overlapDays: 7, publicJwk });
    expect(after.replacedUntil).toEqual(new Date(START.getTime() + 7 * DAY_MS));
    expect([await taken(before.id), await taken(after.id)]).toEqual([true, true]);
    later(6.9);
    expect([await taken(before.id), await taken(after.id)]).toEqual([true, true]);
    later(7);
    expect([await taken(before.id), await taken(after.id)]).toEqual([false, true]);
  });

  test("a pair made here is another one, and its private half is in the answer only", async () => {
    const before = await make();
    const after = await rotateKey(admin, { id: before.id });
    expect(after.name).toBe("production");
    expect(after.publicJwk.n).not.toBe(before.publicJwk.n);
    expect(after.privateKey).toContain("BEGIN PRIVATE KEY");
    const secret = after.privateKey?.split("\n")[1] ?? "none";
    const { embedKeys, auditPayloads } = services.store.tables;
    for (const table of [embedKeys, auditPayloads])
      expect(JSON.stringify(await services.store.read.select().from(table))).not.toContain(secret);
  });

  test("an end that was set before is not put off", async () => {
    const until = new Date(START.getTime() + DAY_MS);
    const before = await addKey(admin, { tenantId: tenant, name: "short", until, publicJwk });
    expect((await rotateKey(admin, { id: before.id, overlapDays: 30, publicJwk })).replacedUntil).toEqual(
      until,
    );
  });

  test("a host's own public key can take the place", async () => {
    const before = await make();
    const after = await rotateKey(admin, { id: before.id, publicJwk, name: "production 2027" });
    expect(after).toMatchObject({ name: "production 2027", privateKey: null, publicJwk: { n: publicJwk.n } });
    const wrong = rotateKey(admin, { id: before.id, publicJwk: { ...publicJwk, d: "AQAB" } });
    expect(await code(wrong)).toBe("embeds.key");
  });

  test("what is over or revoked is not replaced, and nothing is made for it", async () => {
    const until = new Date(START.getTime() + 1);
    const over = await addKey(admin, { tenantId: tenant, name: "over", until, publicJwk });
    const revoked = await make();
    await revokeKey(admin, { id: revoked.id });
    later(1);
    expect(await code(rotateKey(admin, { id: over.id }))).toBe("embeds.key_over");
    expect(await code(rotateKey(admin, { id: revoked.id }))).toBe("embeds.key_over");
    expect((await getEmbeds(admin, { tenantId: tenant })).keys).toHaveLength(2);
  });

  test("asked for at once by many, it is replaced once, and one made to end now is not let live on", async () => {
    const before = await make();
    const days = [0, 90, 30, 7, 1];
    const said = await Promise.all(
      days.map((overlapDays) => code(rotateKey(admin, { id: before.id, overlapDays, publicJwk }))),
    );
    expect(said.filter((one) => one === "done")).toHaveLength(1);
    for (const one of said) expect(["done", "embeds.key_rotated", "embeds.key_over"]).toContain(one);
    expect((await getEmbeds(admin, { tenantId: tenant })).keys).toHaveLength(2);
  });

  test("keys that are over make room for new ones", async () => {
    const until = new Date(START.getTime() + DAY_MS);
    for (let n = 0; n < 20; n++) await addKey(admin, { tenantId: tenant, name: `k${n}`, publicJwk, until });
    expect(await code(addKey(admin, { tenantId: tenant, name: "more", publicJwk }))).toBe("embeds.keys_full");
    later(2);
    expect(await code(addKey(admin, { tenantId: tenant, name: "more", publicJwk }))).toBe("done");
  });
});

describe("a tenant's own admin", () => {
  test("runs the tenant's embeds without the vendor", async () => {
    const { id } = await addOrigin(admin, { tenantId: tenant, origin: "https://office.example.com" });
    const key = await make();
    await rotateKey(admin, { id: key.id, publicJwk });
    await revokeKey(admin, { id: key.id });
    await removeOrigin(admin, { id });
    const { origins, keys } = await getEmbeds(admin, { tenantId: tenant });
    expect(origins).toEqual([]);
    expect(keys.filter((k) => !k.revokedAt)).toHaveLength(1);
    expect(keys.find((k) => k.id === key.id)?.revokedAt).toEqual(now);
  });

  test("finds nothing of another tenant, and cannot tell what is there", async () => {
    const other = (await makeTenant(services.store, { state: "active" })).id;
    const theirs = as(services, operator());
    const key = await addKey(theirs, { tenantId: other, name: "theirs", publicJwk });
    const origin = await addOrigin(theirs, { tenantId: other, origin: "https://their.example" });
    for (const work of [
      rotateKey(admin, { id: key.id }),
      revokeKey(admin, { id: key.id }),
      removeOrigin(admin, { id: origin.id }),
      addKey(admin, { tenantId: other, name: "mine", publicJwk }),
      addOrigin(admin, { tenantId: other, origin: "https://attacker.example" }),
    ])
      expect(await code(work)).toMatch(/\.not_found$/);
    expect(await code(rotateKey(admin, { id: "emk_none" }))).toBe("embed-key.not_found");
  });

  test("authors and viewers change nothing", async () => {
    const key = await make();
    for (const role of ["author", "viewer"] as const) {
      const ctx = as(services, memberOf(tenant, role));
      expect(await code(rotateKey(ctx, { id: key.id }))).toBe("auth.forbidden");
      expect(await code(addOrigin(ctx, { tenantId: tenant, origin: "https://a.example" }))).toBe(
        "auth.forbidden",
      );
    }
  });

  test.each(Object.entries(addresses()))("does not list the %s as a page of theirs", async (_, origin) => {
    expect(await code(addOrigin(admin, { tenantId: tenant, origin }))).toBe("embeds.origin");
  });
});
