import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { makeMember, makeTenant, makeUser } from "@/db/factories";
import { openSqliteStore } from "@/db/store.sqlite";
import { changeMailSettings } from "@/server/mail";
import { setSwitch } from "@/server/notifications";
import { as, memberOf, operator, testServices } from "@/server/testing/context";
import { DEEP } from "@/server/testing/deep";
import { type MortalProcess, mortal } from "@/server/testing/kill";
import { announce } from ".";

const TENANTS = DEEP ? 1000 : 100;
const EACH = 2;
const KILLS = DEEP ? 40 : 2;
/** After so many of its transactions, beginning anew each time, it dies by itself; the last one notes that all is told. */
const DIES_AFTER = DEEP ? [1, 2, 10, 500, TENANTS, TENANTS + 1] : [1, TENANTS, TENANTS + 1];
const CHILD = fileURLToPath(new URL("./testing/tell-child.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "tenantry-tell-kill-"));
const database = join(folder, "told.db");
const people: { id: string; email: string }[] = [];
let child: MortalProcess;
let dies = 0;

beforeAll(async () => {
  const store = await openSqliteStore(database);
  const services = await testServices({ store });
  const owner = as(services, operator());
  // Never reached: the mails wait in the outbox, where they are counted.
  const from = { from: "portal@vendor.example", fromName: "Vendor" };
  await changeMailSettings(owner, { host: "127.0.0.1", port: 9, tls: "none", ...from });
  for (let i = 0; i < TENANTS; i++) {
    const tenant = await makeTenant(store);
    for (let j = 0; j < EACH; j++) {
      const user = await makeUser(store);
      await makeMember(store, { tenantId: tenant.id, userId: user.id, email: user.email });
      people.push({ id: user.id, email: user.email });
      // One hears of it in the portal and by mail, the other by mail alone.
      const person = as(services, { ...memberOf(tenant.id, "viewer"), id: user.id });
      await setSwitch(person, { kind: "announcement", portal: j === 0, mail: true });
    }
  }
  await announce(owner, { text: "Tonight at ten we are away for an hour." });
  await store.close();
  child = await mortal(CHILD, () => [database, String(dies)]);
}, 300_000);

afterAll(() => {
  child?.remove();
  rmSync(folder, { recursive: true, force: true });
});

it(`kill -9 while the people of ${TENANTS} tenants are told: everybody is, and nobody twice`, async () => {
  for (dies of DIES_AFTER) expect(await child.live(null)).toBe("killed");
  dies = 0;
  await child.liveThrough(KILLS, 300);
  const store = await openSqliteStore(database);
  const { notifications, mails, announcements } = store.tables;
  const told = await store.read.select().from(notifications);
  const inPortal = people.filter((_, i) => i % EACH === 0).map(({ id }) => id);
  expect(told.map((one) => one.userId).sort()).toEqual(inPortal.sort());
  const mailed = await store.read.select().from(mails);
  expect(mailed.map((mail) => mail.recipient).sort()).toEqual(people.map(({ email }) => email).sort());
  expect((await store.read.select().from(announcements))[0]?.notifiedAt).not.toBeNull();
  await store.close();
}, 900_000);
