import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { makeTenant } from "@/db/factories";
import { openSqliteStore } from "@/db/store.sqlite";
import { verifyChain } from "@/server/audit";
import { changeMailSettings } from "@/server/mail";
import { as, operator, testServices } from "@/server/testing/context";
import { DEEP } from "@/server/testing/deep";
import { type MortalProcess, mortal } from "@/server/testing/kill";

const PEOPLE = DEEP ? 1000 : 120;
const KILLS = DEEP ? 40 : 2;
/** After so many of its transactions, beginning anew each time, it dies by itself. */
const DIES_AFTER = DEEP ? Array.from({ length: 20 }, (_, i) => i + 1) : [1, 2, 3];
const CHILD = fileURLToPath(new URL("./testing/import-child.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "tenantry-import-kill-"));
const [database, file] = [join(folder, "people.db"), join(folder, "people.csv")];
let child: MortalProcess;
let tenantId: string;
let dies = 0;

beforeAll(async () => {
  const store = await openSqliteStore(database);
  const ctx = as(await testServices({ store }), operator());
  tenantId = (await makeTenant(store, { plan: "enterprise@1" })).id;
  // Never reached: the mails wait in the outbox, where they are counted.
  const from = { from: "portal@vendor.example", fromName: "Vendor" };
  await changeMailSettings(ctx, { host: "127.0.0.1", port: 9, tls: "none", ...from });
  await store.close();
  const lines = Array.from({ length: PEOPLE }, (_, i) => `person-${i}@example.com,Sales ${i % 7}|Everybody`);
  writeFileSync(file, ["email,groups", ...lines].join("\n"));
  child = await mortal(CHILD, () => [database, tenantId, file, String(dies)]);
});

afterAll(() => {
  child?.remove();
  rmSync(folder, { recursive: true, force: true });
});

it(`kill -9 through an upload of ${PEOPLE} people: the file again ends it, nobody uninvited and nobody invited twice`, async () => {
  for (dies of DIES_AFTER) expect(await child.live(null)).toBe("killed");
  dies = 0;
  await child.liveThrough(KILLS, 400);
  const store = await openSqliteStore(database);
  const services = await testServices({ store });
  const { members, groups, invitations, mails } = store.tables;
  const people = await store.read.select().from(members);
  const everybody = Array.from({ length: PEOPLE }, (_, i) => `person-${i}@example.com`).sort();
  expect(people.map(({ email }) => email).sort()).toEqual(everybody);
  expect(people.every((person) => person.groups.length === 2)).toBe(true);
  expect((await store.read.select().from(groups)).map(({ name }) => name).sort()).toEqual(
    ["Everybody", ...Array.from({ length: 7 }, (_, i) => `Sales ${i}`)].sort(),
  );
  const invited = await store.read.select().from(invitations);
  expect(invited.map((one) => one.memberId).sort()).toEqual(people.map(({ id }) => id).sort());
  expect(invited.every((one) => one.revokedAt === null)).toBe(true);
  expect((await store.read.select().from(mails)).map((mail) => mail.recipient).sort()).toEqual(everybody);
  const chain = await verifyChain(services, tenantId);
  // Added and invited, and each group made: one entry each.
  expect(chain).toMatchObject({ ok: true, entries: 2 * PEOPLE + 8 });
  await store.close();
}, 900_000);
