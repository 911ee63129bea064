import { beforeEach, describe, expect, it } from "vitest";
import { makeTenant, makeUser } from "@/db/factories";
import { changeMailSettings, listMails, readMail, type sendMail, sendWaiting } from "@/server/mail";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { as, memberOf, operator, testServices } from "@/server/testing/context";
import { actorOfSession, createSignInLimiter, signIn } from "@/server/users";
import {
  acceptInvitation,
  addMember,
  invitationMayLeave,
  inviteMember,
  listPeople,
  openInvitation,
  removeMember,
  resendInvitation,
  revokeInvitation,
  suspendMember,
  updateMember,
} from ".";

const PASSWORD = "a lantern under the bridge";
const SERVER = {
  host: "mail.example",
  port: 587,
  tls: "starttls",
  from: "a@mail.example",
  fromName: "A",
} as const;

let ctx: Context;
let admin: Context;
let tenantId: string;
let now: Date;
beforeEach(async () => {
  now = new Date("2026-03-01T10:00:00Z");
  const services = await testServices({ clock: { now: () => now } as never });
  ctx = as(services, operator());
  tenantId = (await makeTenant(ctx.store, { name: "Alder Books", plan: "starter@1" })).id;
  admin = as(ctx, memberOf(tenantId));
});

const tokenOf = (link: string | null | undefined) => new URL(link ?? "").hash.slice(1);
const person = async (email: string) =>
  (await listPeople(ctx, { tenantId })).items.find((p) => p.email === email);
const enter = (email: string, password = PASSWORD) =>
  signIn(ctx, createSignInLimiter(), { email, password, ip: "::1", userAgent: "test" });

async function invite(email: string, role: "admin" | "viewer" = "viewer") {
  const { member, invitation } = await inviteMember(admin, { tenantId, email, role });
  return { id: member.id, token: tokenOf(invitation?.link) };
}

async function come(email: string, role: "admin" | "viewer" = "viewer") {
  const { id, token } = await invite(email, role);
  await acceptInvitation(ctx, { token, name: "Bo", password: PASSWORD }, null);
  return id;
}

describe("an invitation", () => {
  it("taken back while it is accepted takes nobody out who came in", async () => {
    const { id, token } = await invite("bo@example.com");
    const user = await makeUser(ctx.store, { email: "bo@example.com" });
    const bo = { ...memberOf("none"), id: user.id, memberships: [] } as Context["actor"];
    const [came, taken] = await Promise.allSettled([
      acceptInvitation(ctx, { token }, bo),
      revokeInvitation(admin, { id }),
    ]);
    const there = (await person("bo@example.com")) !== undefined;
    expect(came.status === "fulfilled").toBe(there);
    expect(taken.status === "rejected").toBe(there);
  });

  it("leads from a link to an account that signs in to this tenant only", async () => {
    const { token } = await invite("bo@example.com");
    expect(await person("bo@example.com")).toMatchObject({ state: "invited", lastSignInAt: null });
    expect(await openInvitation(ctx, { token })).toMatchObject({
      tenantName: "Alder Books",
      email: "bo@example.com",
      hasAccount: false,
      look: { tenantId, name: "Alder Books", look: {}, logo: null },
    });
    await acceptInvitation(ctx, { token, name: "Bo", password: PASSWORD }, null);
    const session = await enter("bo@example.com");
    const actor = await actorOfSession(ctx, session?.sessionId ?? "");
    expect(actor).toMatchObject({ operatorRole: null, memberships: [{ tenantId, role: "viewer" }] });
    expect(await person("bo@example.com")).toMatchObject({ state: "active", name: "Bo", lastSignInAt: now });
  });

  it("is used once, and of no use when revoked, replaced or late; all of these look the same", async () => {
    const invalid = { code: "invitation.invalid", message: "This invitation is not valid any more." };
    const open = (token: string) => expect(openInvitation(ctx, { token })).rejects.toMatchObject(invalid);
    const used = await invite("used@example.com");
    await acceptInvitation(ctx, { token: used.token, password: PASSWORD }, null);
    await open(used.token);
    const replaced = await invite("replaced@example.com");
    const { link } = await resendInvitation(admin, { id: replaced.id });
    await open(replaced.token);
    expect((await openInvitation(ctx, { token: tokenOf(link) })).email).toBe("replaced@example.com");
    const revoked = await invite("revoked@example.com");
    await revokeInvitation(admin, { id: revoked.id });
    await open(revoked.token);
    expect(await person("revoked@example.com")).toBeUndefined();
    const late = await invite("late@example.com");
    now = new Date("2026-03-09T10:00:00Z");
    await open(late.token);
    expect((await person("late@example.com"))?.state).toBe("expired");
    await open("nobody has ever seen this token");
    await expect(
      acceptInvitation(ctx, { token: late.token, password: PASSWORD }, null),
    ).rejects.toMatchObject(invalid);
  });

  it("of an address with an account is accepted by its person only", async () => {
    const user = await makeUser(ctx.store, { email: "eve@example.com", verifiedAt: null });
    const { token } = await invite("eve@example.com");
    expect((await openInvitation(ctx, { token })).hasAccount).toBe(true);
    const accept = (actor: Context["actor"] | null) =>
      acceptInvitation(ctx, { token, password: "another password of hers" }, actor);
    await expect(accept(null)).rejects.toMatchObject({ code: "invitation.sign_in" });
    await expect(accept(memberOf(tenantId))).rejects.toMatchObject({ code: "invitation.sign_in" });
    const eve = { ...memberOf(tenantId), id: user.id } as Context["actor"];
    await accept(eve);
    expect(await enter("eve@example.com", "another password of hers")).toBeNull();
    expect((await person("eve@example.com"))?.state).toBe("active");
  });

  it("whose link an admin handed over proves nothing to other tenants", async () => {
    await come("shared@example.com");
    const other = await makeTenant(ctx.store, { plan: "starter@1" });
    const there = await addMember(as(ctx, memberOf(other.id)), {
      tenantId: other.id,
      email: "shared@example.com",
    });
    expect(there.userId).toBeNull();
  });

  it("that went out by mail proves the address; its link is shown to nobody", async () => {
    await changeMailSettings(ctx, SERVER);
    const { invitation } = await inviteMember(admin, { tenantId, email: "bo@example.com" });
    expect(invitation).toMatchObject({ mailed: true, link: null });
    const sent: string[] = [];
    await sendWaiting(ctx, async (_services, mail) => {
      sent.push(mail.text);
      return { answer: "250 OK" };
    });
    const token = /#(\S+)/.exec(sent[0] ?? "")?.[1] ?? "";
    await acceptInvitation(ctx, { token, password: PASSWORD }, null);
    const other = await makeTenant(ctx.store, { plan: "starter@1" });
    const there = await addMember(ctx, { tenantId: other.id, email: "bo@example.com" });
    expect(there.userId).not.toBeNull();
  });
});

describe("people", () => {
  it("who are suspended have no tenant any more, and have it back afterwards", async () => {
    const id = await come("bo@example.com");
    const session = (await enter("bo@example.com"))?.sessionId ?? "";
    const memberships = async () => {
      const actor = await actorOfSession(ctx, session);
      return actor?.type === "user" ? actor.memberships : null;
    };
    await suspendMember(admin, { id, suspended: true });
    expect(await memberships()).toEqual([]);
    expect((await person("bo@example.com"))?.state).toBe("suspended");
    await suspendMember(admin, { id, suspended: false });
    expect(await memberships()).toHaveLength(1);
  });

  it("always include an admin who can come in", async () => {
    const id = await come("first@example.com", "admin");
    await invite("not-yet@example.com", "admin");
    const last = { code: "members.last_admin" };
    await expect(removeMember(admin, { id })).rejects.toMatchObject(last);
    await expect(updateMember(admin, { id, role: "viewer" })).rejects.toMatchObject(last);
    await expect(suspendMember(admin, { id, suspended: true })).rejects.toMatchObject(last);
    await come("second@example.com", "admin");
    await updateMember(admin, { id, role: "viewer" });
    await removeMember(admin, { id });
  });
});

describe("the outbox", () => {
  const refuse = async () => {
    throw new AppError("unavailable", "mail.failed", "The mail server cannot be reached.");
  };

  it("keeps a mail until the server takes it, and forgets its text then", async () => {
    await changeMailSettings(ctx, SERVER);
    await inviteMember(admin, { tenantId, email: "bo@example.com" });
    expect(await sendWaiting(ctx, refuse)).toBe(0);
    const [waiting] = (await listMails(ctx)).items;
    expect(waiting).toMatchObject({ state: "waiting", attempts: 1, readable: true });
    expect(waiting?.error).toBe("The mail server cannot be reached.");
    expect(await sendWaiting(ctx, async () => ({ answer: "250" }))).toBe(0);
    now = new Date(now.getTime() + 60_000);
    expect(await sendWaiting(ctx, async () => ({ answer: "250" }))).toBe(1);
    expect((await listMails(ctx)).items[0]).toMatchObject({ state: "sent", readable: false, error: null });
  });

  it("gives up after six tries, for somebody to look", async () => {
    await changeMailSettings(ctx, SERVER);
    await inviteMember(admin, { tenantId, email: "bo@example.com" });
    for (let day = 0; day < 8; day++) {
      await sendWaiting(ctx, refuse);
      now = new Date(now.getTime() + 86_400_000);
    }
    expect((await listMails(ctx, { state: "failed" })).items).toMatchObject([{ attempts: 6 }]);
  });

  it("shows a text to owners only, and tells the audit", async () => {
    await changeMailSettings(ctx, SERVER);
    await inviteMember(admin, { tenantId, email: "bo@example.com" });
    const id = (await listMails(ctx)).items[0]?.id ?? "";
    for (const actor of [operator("admin"), operator("support"), memberOf(tenantId)])
      await expect(readMail(as(ctx, actor), { id })).rejects.toMatchObject({ code: "auth.forbidden" });
    expect((await readMail(ctx, { id })).text).toContain("/invitation#");
    const entries = await ctx.store.read.select().from(ctx.store.tables.auditEntries);
    expect(entries.map((e) => e.action)).toContain("mail.read");
    const stored = await ctx.store.read.select().from(ctx.store.tables.mails);
    expect(JSON.stringify([stored, entries])).not.toContain("/invitation#");
  });

  it("has the link of an invitation where no mail server is set, the newest alone, until it is used or taken back", async () => {
    const links = async () => {
      const { items } = await listMails(ctx);
      return Promise.all(
        items.map(async ({ id, recipient }) => [
          recipient,
          /\S+\/invitation#\S+/.exec((await readMail(ctx, { id })).text)?.[0],
        ]),
      );
    };
    const bo = await inviteMember(admin, { tenantId, email: "bo@example.com" });
    const cy = await inviteMember(admin, { tenantId, email: "cy@example.com" });
    const again = await resendInvitation(admin, { id: bo.member.id });
    expect(new Map((await links()) as [string, string][])).toEqual(
      new Map([
        ["bo@example.com", again.link],
        ["cy@example.com", cy.invitation?.link],
      ]),
    );
    await revokeInvitation(admin, { id: cy.member.id });
    await acceptInvitation(ctx, { token: tokenOf(again.link), name: "Bo", password: PASSWORD }, null);
    expect(await links()).toEqual([]);
  });

  it("does not send an invitation that is over by the time there is a mail server", async () => {
    await inviteMember(admin, { tenantId, email: "bo@example.com" });
    now = new Date(now.getTime() + 7 * 86_400_000);
    await inviteMember(admin, { tenantId, email: "cy@example.com" });
    await changeMailSettings(ctx, SERVER);
    const sent: string[] = [];
    const send: typeof sendMail = async (_, { to }) => {
      sent.push(to);
      return { answer: "250" };
    };
    await sendWaiting(ctx, send, invitationMayLeave(ctx));
    expect(sent).toEqual(["cy@example.com"]);
    expect((await listMails(ctx, { state: "failed" })).items).toMatchObject([
      { recipient: "bo@example.com" },
    ]);
  });
});
