import { beforeEach, expect, it } from "vitest";
import { makeMember, makeTenant, makeUser } from "@/db/factories";
import type { Actor } from "@/server/auth";
import { changeMailSettings, listMails } from "@/server/mail";
import type { Context } from "@/server/shared/context";
import { as, operator, testServices } from "@/server/testing/context";
import { actorOfUser } from "@/server/users";
import { countUnread, listNotifications, listSwitches, markRead, type Notice, notify, setSwitch } from ".";

let owner: Context;
let acme: string;
let other: string;
let ann: Context;
let ben: Context;
let eve: Context;

/** Somebody who can sign in, as a member of a tenant. */
async function person(tenantId: string, role: "admin" | "viewer", more: object = {}): Promise<Context> {
  const user = await makeUser(owner.store);
  await makeMember(owner.store, { tenantId, role, userId: user.id, email: user.email, ...more });
  return as(owner, (await actorOfUser(owner, user.id)) as Actor);
}

beforeEach(async () => {
  const services = await testServices();
  const { id } = await makeUser(services.store, { operatorRole: "owner" });
  owner = as(services, { ...operator(), id } as Actor);
  acme = (await makeTenant(services.store, { language: "de" })).id;
  other = (await makeTenant(services.store)).id;
  ann = await person(acme, "admin");
  ben = await person(acme, "viewer");
  eve = await person(other, "admin");
});

const failed = (more: Partial<Notice> = {}): Notice => ({
  kind: "reload-failed",
  to: { tenant: acme, roles: ["admin"] },
  params: { app: "Sales", problem: "The database said no." },
  href: "/reloads/rel_1",
  key: "reload rel_1",
  ...more,
});
const tell = (notice: Notice) => owner.store.tx((db) => notify(owner, db, notice));
const kinds = async (ctx: Context) => (await listNotifications(ctx)).items.map(({ kind }) => kind);

it("tells whom it concerns and nobody else, once however often it is told", async () => {
  await tell(failed());
  await tell(failed());
  expect(await kinds(ann)).toEqual(["reload-failed"]);
  expect(await countUnread(ann)).toEqual({ count: 1 });
  for (const ctx of [ben, eve, owner]) expect(await kinds(ctx)).toEqual([]);
  await tell(failed({ kind: "capability-asked", to: { operators: true }, key: "ask 1" }));
  expect(await kinds(owner)).toEqual(["capability-asked"]);
  await tell(failed({ kind: "delivery-paused", to: { user: ben.actor.id, tenant: acme }, key: "d" }));
  expect(await kinds(ben)).toEqual(["delivery-paused"]);
});

it("somebody who is no member of the tenant is told nothing of it", async () => {
  await tell(failed({ to: { user: eve.actor.id, tenant: acme } }));
  expect(await kinds(eve)).toEqual([]);
});

it("what is read is read, one or all, and only one's own", async () => {
  await tell(failed());
  await tell(failed({ key: "reload rel_2" }));
  const [first] = (await listNotifications(ann)).items;
  await markRead(eve, { id: first?.id });
  expect(await countUnread(ann)).toEqual({ count: 2 });
  await markRead(ann, { id: first?.id });
  expect(await countUnread(ann)).toEqual({ count: 1 });
  await markRead(ann);
  expect(await countUnread(ann)).toEqual({ count: 0 });
});

it("goes with the member, and is hidden from one who is suspended", async () => {
  await tell(failed());
  const { members, notifications } = owner.store.tables;
  await owner.store.tx((db) => db.update(members).set({ suspendedAt: new Date() }));
  const suspended = as(owner, (await actorOfUser(owner, ann.actor.id)) as Actor);
  expect(await kinds(suspended)).toEqual([]);
  expect(await countUnread(suspended)).toEqual({ count: 0 });
  await owner.store.tx((db) => db.delete(members));
  expect(await owner.store.read.select().from(notifications)).toEqual([]);
});

it("switches say where: in the portal, by mail in the tenant's language, both or neither", async () => {
  const server = { host: "mail.example", port: 25, tls: "none" as const };
  await changeMailSettings(owner, { ...server, from: "a@example.com", fromName: "A" });
  await tell(failed());
  const subjects = async () => (await listMails(owner)).items.map(({ subject }) => subject);
  expect(await subjects()).toEqual(["Das Laden von Sales ist fehlgeschlagen"]);
  await setSwitch(ann, { kind: "reload-failed", portal: false, mail: true });
  await tell(failed({ key: "reload rel_2" }));
  await tell(failed({ key: "reload rel_2" }));
  expect(await subjects()).toHaveLength(2);
  expect(await kinds(ann)).toHaveLength(1);
  await setSwitch(ann, { kind: "reload-failed", portal: false, mail: false });
  await tell(failed({ key: "reload rel_3" }));
  expect(await subjects()).toHaveLength(2);
  expect(await kinds(ann)).toHaveLength(1);
});

it("without a mail server no mail waits for one", async () => {
  await tell(failed());
  expect((await listMails(owner)).items).toEqual([]);
});

it("everybody has switches for what can concern them", async () => {
  const names = async (ctx: Context) => (await listSwitches(ctx)).map(({ kind }) => kind);
  expect(await names(ben)).toEqual(["delivery-paused", "announcement"]);
  expect(await names(ann)).not.toContain("capability-asked");
  expect(await names(owner)).toEqual(["run-succeeded", "run-failed", "capability-asked", "announcement"]);
});
