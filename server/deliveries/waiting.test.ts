import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { changeMailSettings, forgetUnsent, type Mail, sendWaiting, UNSENT_DAYS } from "@/server/mail";
import { createGroup, setGrants } from "@/server/members";
import { systemContext } from "@/server/shared/context";
import { deliveryMayLeave, listDeliveries, pauseDelivery, sendDeliveryNow } from ".";
import { deliveryTests, HOUR } from "./testing/deliveries";

const w = deliveryTests();
const { daily, hours, settled, mails, sentAt } = w;

it("while no mail server is set the newest waits alone, is said to wait, and leaves once there is one", async () => {
  const { id, waits } = await daily();
  await daily({ at: "05:00" });
  expect(waits).toBe(true);
  await hours(7 * 24);
  expect(w.made).toHaveLength(14);
  const waiting = await mails();
  expect(waiting.map(({ createdAt }) => createdAt.toISOString()).sort()).toEqual(sentAt().slice(-2).sort());
  const { mailAttachments } = w.services.store.tables;
  expect(await w.services.store.read.select().from(mailAttachments)).toHaveLength(2);

  await changeMailSettings(w.owner, {
    host: "localhost",
    port: 25,
    tls: "none",
    from: "a@b.example",
    fromName: "A",
  });
  expect((await listDeliveries(w.ann)).items).toMatchObject([{ waits: false }, { waits: false }]);
  const left: Mail[] = [];
  expect(
    await sendWaiting(w.services, async (_services, mail) => {
      left.push(mail);
      return { answer: "250 taken" };
    }),
  ).toBe(2);
  expect(left.flatMap(({ files }) => files?.map(({ name }) => name))).toEqual(["u.pdf", "u.pdf"]);
  await sendDeliveryNow(w.ann, { id });
  await settled();
  // What was sent stays in the list of mails.
  expect((await mails()).map(({ state }) => state).sort()).toEqual(["sent", "sent", "waiting"]);
});

describe("a mail that was made and waits", () => {
  /** The mail server comes only after it was made. @returns what left, and what the outbox says of the mail */
  async function later(change: () => Promise<unknown>) {
    await hours(14);
    expect(await mails()).toMatchObject([{ state: "waiting" }]);
    await change();
    await changeMailSettings(w.owner, {
      ...{ host: "localhost", port: 25, tls: "none", from: "a@b.example", fromName: "A" },
    });
    const left: Mail[] = [];
    const send = async (_services: unknown, mail: Mail) => {
      left.push(mail);
      return { answer: "250 taken" };
    };
    await sendWaiting(w.services, send, deliveryMayLeave(w.services));
    const [mail] = await mails();
    const { mailAttachments } = w.services.store.tables;
    const files = await w.services.store.read.select().from(mailAttachments);
    return { left: left.length, files: files.length, mail };
  }
  const kept = (error: RegExp) => ({
    ...{ left: 0, files: 0 },
    mail: { state: "failed", readable: false, error: expect.stringMatching(error) },
  });

  it("leaves where nothing changed", async () => {
    await daily();
    expect(await later(async () => null)).toMatchObject({ left: 1, mail: { state: "sent" } });
  });

  it("does not go to somebody who was removed, and says why", async () => {
    await daily();
    const { members } = w.services.store.tables;
    const [member] = await w.services.store.read.select().from(members);
    const gone = await later(async () => {
      await w.services.store.tx((db) => db.delete(members).where(eq(members.id, member?.id ?? "")));
    });
    expect(gone).toMatchObject(kept(/no member any more/));
  });

  it("does not go to somebody who was suspended", async () => {
    await daily();
    const { members } = w.services.store.tables;
    const suspendedAt = w.clock.now();
    const gone = await later(() => w.services.store.tx((db) => db.update(members).set({ suspendedAt })));
    expect(gone).toMatchObject(kept(/Only people of the tenant/));
  });

  it("does not go to somebody who may not open the app any more", async () => {
    await daily();
    const gone = await later(async () => {
      const { id } = await createGroup(w.admin, { tenantId: w.tenantId, name: "Others" });
      await setGrants(w.admin, { appId: w.app, groups: [id] });
    });
    expect(gone).toMatchObject(kept(/There is no app/));
  });

  it("does not go where it was paused or ended meanwhile", async () => {
    const { id } = await daily();
    expect(await later(() => pauseDelivery(w.admin, { id, paused: true }))).toMatchObject(kept(/paused/));
  });
});

it("what no mail server took for a month is forgotten; invitations and what was sent stay", async () => {
  await daily();
  await hours(14);
  const { mails: t } = w.services.store.tables;
  const [mail] = await mails();
  if (!mail) throw new Error("no mail");
  const others = ["invitation", "delivery"].map((kind, i) => ({ ...mail, id: `mal_${i}`, kind, body: "x" }));
  await w.services.store.tx((db) =>
    db
      .insert(t)
      .values(
        others.map((one) => ({ ...one, state: one.kind === "delivery" ? "sent" : "waiting" }) as const),
      ),
  );
  const system = systemContext(w.services, "retention");
  expect(await forgetUnsent(system)).toBe(0);
  w.clock.jump(new Date(mail.createdAt.getTime() + (UNSENT_DAYS * 24 + 1) * HOUR).toISOString());
  expect(await forgetUnsent(system)).toBe(1);
  expect((await w.services.store.read.select().from(t)).map(({ id }) => id).sort()).toEqual([
    "mal_0",
    "mal_1",
  ]);
});
