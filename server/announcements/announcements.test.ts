import { beforeEach, expect, it } from "vitest";
import { makeMember, makeTenant, makeUser } from "@/db/factories";
import { listNotifications } from "@/server/notifications";
import type { Context } from "@/server/shared/context";
import { as, memberOf, operator, testServices } from "@/server/testing/context";
import {
  announce,
  currentAnnouncements,
  dismissAnnouncement,
  endAnnouncement,
  listAnnouncements,
  tellStarted,
} from ".";

let owner: Context;
let ann: Context;
let ben: Context;
let acme: string;

beforeEach(async () => {
  const services = await testServices();
  owner = as(services, operator());
  acme = (await makeTenant(services.store)).id;
  const other = (await makeTenant(services.store)).id;
  ann = as(services, memberOf(acme, "viewer"));
  ben = as(services, memberOf(other, "admin"));
});

const texts = async (ctx: Context) => (await currentAnnouncements(ctx)).map((told) => told.text);

it("everybody is told what is for all, only people of a tenant what is for theirs", async () => {
  await announce(owner, { text: "Tonight at ten we are away for an hour." });
  await announce(owner, { text: "Your licence ends soon.", tone: "warning", tenantIds: [acme] });
  expect(await texts(ann)).toEqual(["Your licence ends soon.", "Tonight at ten we are away for an hour."]);
  expect(await texts(ben)).toEqual(["Tonight at ten we are away for an hour."]);
  expect(await texts(owner)).toEqual(["Tonight at ten we are away for an hour."]);
});

it("a reader learns nothing of who else is told", async () => {
  await announce(owner, { text: "For you", tenantIds: [acme] });
  expect(Object.keys((await currentAnnouncements(ann))[0] ?? {})).toEqual(["id", "text", "tone", "link"]);
});

it("what is put away stays away for that person alone, and what is ended for all", async () => {
  const { id } = await announce(owner, { text: "Hello" });
  await dismissAnnouncement(ann, { id });
  expect(await texts(ann)).toEqual([]);
  expect(await texts(ben)).toEqual(["Hello"]);
  expect((await endAnnouncement(owner, { id })).state).toBe("ended");
  expect(await texts(ben)).toEqual([]);
  expect((await listAnnouncements(owner)).items.map((a) => a.state)).toEqual(["ended"]);
});

it("a planned one waits for its time", async () => {
  const start = new Date(owner.clock.now().getTime() + 3_600_000);
  expect((await announce(owner, { text: "Later", startsAt: start })).state).toBe("planned");
  expect(await texts(ann)).toEqual([]);
});

it.each([
  [{ text: " " }, "input.invalid"],
  [{ text: "x", link: "http://example.com" }, "input.invalid"],
  [{ text: "x", link: "javascript:alert(1)" }, "input.invalid"],
  [{ text: "x", endsAt: new Date(0) }, "announcements.ends_before_start"],
  [{ text: "x", tenantIds: ["ten_none"] }, "announcements.unknown_tenants"],
])("%j is refused as %s", async (input, code) => {
  await expect(announce(owner, input)).rejects.toMatchObject({ code });
  expect((await listAnnouncements(owner)).items).toEqual([]);
});

it("people of tenants announce nothing and see no list", async () => {
  await expect(announce(ben, { text: "x" })).rejects.toMatchObject({ code: "auth.forbidden" });
  await expect(listAnnouncements(ben)).rejects.toMatchObject({ code: "auth.forbidden" });
});

it("everybody it is for is notified once when it begins, nobody else", async () => {
  const person = async (tenantId: string) => {
    const user = await makeUser(owner.store);
    await makeMember(owner.store, { tenantId, userId: user.id, email: user.email });
    return as(owner, { ...memberOf(tenantId, "viewer"), id: user.id } as Context["actor"]);
  };
  const cara = await person(acme);
  const [tenant] = ben.actor.type === "user" ? ben.actor.memberships : [];
  const dan = await person(tenant?.tenantId ?? "");
  const soon = new Date(owner.clock.now().getTime() + 3_600_000);
  await announce(owner, { text: "For acme", tenantIds: [acme] });
  await announce(owner, { text: "Not yet", startsAt: soon });
  await tellStarted(owner);
  await tellStarted(owner);
  const told = async (ctx: Context) => (await listNotifications(ctx)).items.map(({ params }) => params.text);
  expect(await told(cara)).toEqual(["For acme"]);
  expect(await told(dan)).toEqual([]);
});
