import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { encode } from "next-auth/jwt";
import { beforeAll, describe, expect, test } from "vitest";
import { makeMember, makeUser } from "@/db/factories";
import { SESSION_COOKIE, sessionSecret } from "@/server/auth/session-cookie";
import type { Services } from "@/server/shared/context";
import { newId } from "@/server/shared/ids";
import { createTenant } from "@/server/tenants";
import { as, operator, testServices } from "@/server/testing/context";
import { handleImage, handleUpload } from "./uploads";

const URL_ = "http://portal.test";
const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

let services: Services;
let victim: { tenant: string; cookie: string };
let attacker: { tenant: string; cookie: string };

async function cookieOf(userId: string): Promise<string> {
  const sid = newId("session");
  const { sessions } = services.store.tables;
  const createdAt = new Date();
  const expiresAt = new Date(createdAt.getTime() + 3_600_000);
  await services.store.tx((db) => db.insert(sessions).values({ id: sid, userId, createdAt, expiresAt }));
  return `${SESSION_COOKIE}=${await encode({ token: { sid }, secret: sessionSecret(services) })}`;
}

async function personIn(tenantId: string, role: "admin" | "viewer"): Promise<string> {
  const user = await makeUser(services.store);
  await makeMember(services.store, { tenantId, userId: user.id, email: user.email, role });
  return cookieOf(user.id);
}

async function customer(slug: string, role: "admin" | "viewer") {
  const { id } = await createTenant(as(services, operator()), { slug, name: slug, plan: "starter@1" });
  return { tenant: id, cookie: await personIn(id, role) };
}

beforeAll(async () => {
  services = await testServices();
  victim = await customer("victim", "admin");
  attacker = await customer("attacker", "admin");
});

interface Sent {
  cookie?: string;
  tenant?: string;
  name?: string;
  body?: BodyInit;
  headers?: Record<string, string>;
}

function upload({ cookie, tenant = "", name = "logo.png", body = PIXEL, headers }: Sent) {
  const query = new URLSearchParams({ tenant, name });
  const all = { ...headers, ...(cookie ? { cookie } : {}) };
  const request = new Request(`${URL_}/api/uploads?${query}`, {
    method: "POST",
    headers: all,
    body,
    duplex: "half",
  } as RequestInit);
  return handleUpload(services, request, URL_);
}

const image = (id: string, cookie?: string) =>
  handleImage(services, new Request(`${URL_}/api/uploads/${id}`, { headers: cookie ? { cookie } : {} }), {
    id,
    url: URL_,
  });

async function uploaded(sent: Sent): Promise<string> {
  const response = await upload(sent);
  expect(response.status).toBe(201);
  return ((await response.json()) as { id: string }).id;
}

describe("S1: uploads of the portal's pages", () => {
  test("a picture goes in and comes back to its own tenant, and runs nothing", async () => {
    const id = await uploaded({ cookie: victim.cookie, tenant: victim.tenant });
    const shown = await image(id, victim.cookie);
    expect(shown.status).toBe(200);
    expect(Buffer.from(await shown.arrayBuffer())).toEqual(PIXEL);
    expect(shown.headers.get("content-type")).toBe("image/png");
    expect(shown.headers.get("content-security-policy")).toBe("default-src 'none'; sandbox");
    expect(shown.headers.get("x-content-type-options")).toBe("nosniff");
  });

  test("another tenant's admin neither reads nor replaces it, and learns no more than from an unknown one", async () => {
    const id = await uploaded({ cookie: victim.cookie, tenant: victim.tenant });
    const theirs = await image(id, attacker.cookie);
    const unknown = await image("fil_unknown", attacker.cookie);
    expect([theirs.status, unknown.status]).toEqual([404, 404]);
    const words = async (response: Response, own: string) =>
      (await response.text()).replaceAll(own, "ID").replace(/req_\w+/g, "");
    expect(await words(theirs, id)).toBe(await words(unknown, "fil_unknown"));
    const over = await upload({ cookie: attacker.cookie, tenant: victim.tenant, body: Buffer.from("over") });
    expect(over.status).toBe(404);
    expect(Buffer.from(await (await image(id, victim.cookie)).arrayBuffer())).toEqual(PIXEL);
  });

  test("a tenant's logo is shown to all of its people, its other pictures to those who keep it, and neither to others", async () => {
    const viewer = await customer("readers", "viewer");
    const admin = await personIn(viewer.tenant, "admin");
    const [logo, other] = [
      await uploaded({ cookie: admin, tenant: viewer.tenant }),
      await uploaded({ cookie: admin, tenant: viewer.tenant, name: "other.png" }),
    ];
    const { tenants: t } = services.store.tables;
    await services.store.tx((db) => db.update(t).set({ branding: { logo } }).where(eq(t.id, viewer.tenant)));
    expect((await image(logo, viewer.cookie)).status).toBe(200);
    expect((await image(other, viewer.cookie)).status).toBe(403);
    expect((await image(logo, attacker.cookie)).status).toBe(404);
  });

  test("nobody without a session, from another site, or without the right role", async () => {
    const viewer = await customer("viewers", "viewer");
    expect((await upload({ tenant: victim.tenant })).status).toBe(401);
    expect((await image("fil_x")).status).toBe(401);
    expect((await upload({ cookie: viewer.cookie, tenant: viewer.tenant })).status).toBe(403);
    for (const headers of [{ origin: "https://evil.example" }, { "sec-fetch-site": "cross-site" }] as Record<
      string,
      string
    >[])
      expect((await upload({ cookie: victim.cookie, tenant: victim.tenant, headers })).status).toBe(403);
  });

  test.each([
    "../../secret.csv",
    "..\\secret.csv",
    "/etc/passwd.csv",
    "a/b.csv",
    "x.svg",
    "x.html",
    ".csv",
    "x.csv\0.png",
    "",
  ])("S7: %j is no name of a file", async (name) => {
    const response = await upload({ cookie: victim.cookie, tenant: victim.tenant, name });
    expect(response.status).toBe(422);
    expect(await response.text()).toContain("plain file name");
  });

  test("what is no picture is never shown by its content", async () => {
    const id = await uploaded({
      cookie: victim.cookie,
      tenant: victim.tenant,
      name: "rows.csv",
      body: "<script>alert(1)</script>",
    });
    expect((await image(id, victim.cookie)).status).toBe(404);
  });
});

test("a picture that its disk has changed is not shown, and is again once it is uploaded again", async () => {
  const { tenant, cookie } = victim;
  const send = async () =>
    (await (await upload({ tenant, cookie, name: "flip.png" })).json()) as { id: string };
  const { id } = await send();
  const path = join(services.dataFolder, "uploads", tenant, "flip.png");
  for (const at of [0, 30, PIXEL.length - 1]) {
    const bytes = Buffer.from(PIXEL);
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    await writeFile(path, bytes);
    const answer = await image(id, cookie);
    expect(answer.status).toBe(500);
    expect(await answer.json()).toMatchObject({ code: "files.damaged" });
  }
  await writeFile(path, PIXEL.subarray(0, 20));
  expect((await image(id, cookie)).status).toBe(500);
  await rm(path);
  expect((await image(id, cookie)).status).toBe(500);
  const again = await image((await send()).id, cookie);
  expect(Buffer.from(await again.arrayBuffer())).toEqual(PIXEL);
});
