import { createHmac, generateKeyPairSync, type KeyObject } from "node:crypto";
import { eq } from "drizzle-orm";
import { exportJWK, SignJWT, UnsecuredJWT } from "jose";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { makeApp, makeMember, makeTenant, makeUser } from "@/db/factories";
import { createGroup, setGrants } from "@/server/members";
import type { Context, Services } from "@/server/shared/context";
import { takeUsage } from "@/server/shared/metering";
import { as, memberOf, operator, testServices } from "@/server/testing/context";
import {
  addKey,
  addOrigin,
  addresses,
  exchangeToken,
  openSession,
  previewToken,
  removeOrigin,
  revokeKey,
  revokeSessions,
} from ".";

/** S4: what a host's token must be, and what is refused. */

const HOST = "https://office.example.com";
const { embed } = addresses();
const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
const foreign = generateKeyPairSync("rsa", { modulusLength: 2048 });

let now = new Date("2026-11-21T12:00:00Z");
let services: Services;
let ctx: Context;
let tenant: string;
let app: string;
let kid: string;

beforeAll(async () => {
  const clock = { now: () => now, sleep: async () => undefined };
  services = await testServices({ clock });
  ctx = as(services, operator());
});

beforeEach(async () => {
  now = new Date("2026-11-21T12:00:00Z");
  tenant = (await makeTenant(services.store, { state: "active" })).id;
  app = (await makeApp(services.store, { tenantId: tenant })).id;
  await addOrigin(ctx, { tenantId: tenant, origin: HOST });
  const publicJwk = { ...(await exportJWK(pair.publicKey)) };
  kid = (await addKey(ctx, { tenantId: tenant, name: "office", publicJwk })).id;
});

interface Wish {
  header?: Record<string, unknown>;
  claims?: Record<string, unknown>;
  drop?: string;
  key?: KeyObject;
  lifetime?: number;
  issued?: number;
}

const seconds = () => Math.floor(now.getTime() / 1000);

async function hostToken({
  header,
  claims,
  drop,
  key = pair.privateKey,
  lifetime = 60,
  issued = seconds(),
}: Wish = {}) {
  const all: Record<string, unknown> = {
    iss: HOST,
    sub: "user-7",
    aud: embed,
    tenant,
    groups: ["sales"],
    jti: Math.random().toString(36).slice(2),
    iat: issued,
    exp: issued + lifetime,
    ...claims,
  };
  if (drop) delete all[drop];
  return new SignJWT(all)
    .setProtectedHeader({ alg: "RS256", typ: "tenantry-embed+jwt", kid, ...header })
    .sign(key);
}

const become = (
  state: "suspended" | "deleting" | "deleted",
  more: Partial<Services["store"]["tables"]["tenants"]["$inferInsert"]> = {},
) => {
  const { tenants } = services.store.tables;
  return services.store.tx((db) =>
    db
      .update(tenants)
      .set({ state, ...more })
      .where(eq(tenants.id, tenant)),
  );
};
const exchange = (token: string, origin = HOST, id = app) =>
  exchangeToken(services, { app: id, token, origin });
const code = (work: Promise<unknown>) =>
  work.then(
    () => "accepted",
    (error: { code?: string }) => error.code ?? String(error),
  );

const b64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

describe("S4: a right token", () => {
  test("opens a session for exactly its tenant, app, person, groups and page", async () => {
    const { session, expiresAt } = await exchange(await hostToken());
    expect(expiresAt.getTime() - now.getTime()).toBeLessThanOrEqual(600_000);
    expect(await openSession(services, session, HOST)).toMatchObject({
      tenantId: tenant,
      appId: app,
      subject: "user-7",
      groups: ["sales"],
      origin: HOST,
      kind: "host",
    });
    const { embedSessions } = services.store.tables;
    const rows = await services.store.read.select().from(embedSessions);
    expect(JSON.stringify(rows)).not.toContain(session);
  });

  test("may come from a clock a few seconds off, and from a key of the tenant's file", async () => {
    expect(await code(exchange(await hostToken({ issued: seconds() + 4 })))).toBe("accepted");
    expect(await code(exchange(await hostToken({ issued: seconds() - 63 })))).toBe("accepted");
    const { tenants } = services.store.tables;
    const publicJwk = { ...(await exportJWK(foreign.publicKey)) };
    const keys = [{ kid: "own-2026", publicJwk, from: "2026-01-01T00:00:00Z" }];
    await services.store.tx((db) => db.update(tenants).set({ desired: { identity: { keys } } }));
    const wish = { header: { kid: "own-2026" }, key: foreign.privateKey };
    expect(await code(exchange(await hostToken(wish)))).toBe("accepted");
  });
});

test("a visit is metered once while it is renewed, again when it comes back, and a preview not at all", async () => {
  const open = async (sub = "user-7") =>
    exchangeToken(services, { app, origin: HOST, token: await hostToken({ claims: { sub } }) });
  takeUsage();
  await open();
  now = new Date(now.getTime() + 9 * 60_000);
  await open();
  await open("user-8");
  now = new Date(now.getTime() + 11 * 60_000);
  await open();
  const { token } = await previewToken(ctx, { app });
  await exchangeToken(services, { app, token, origin: addresses().portal });
  const { notes } = takeUsage();
  const of = (meter: string) => notes.filter((note) => note.tenantId === tenant && note.meter === meter);
  expect([of("embed_sessions").length, of("active_users").length]).toEqual([3, 2]);
  expect(JSON.stringify(notes)).not.toContain("user-7");
});

describe("S4: 0 accepted", () => {
  test("alg none, in any spelling", async () => {
    const claims = { sub: "x", tenant, jti: "none" };
    const unsecured = new UnsecuredJWT(claims).setIssuer(HOST).setAudience(embed).setIssuedAt(seconds());
    expect(await code(exchange(unsecured.setExpirationTime(seconds() + 60).encode()))).toBe("embeds.refused");
    const [, body, signature] = (await hostToken()).split(".");
    for (const alg of ["none", "None", "NONE", "nOnE", "", null]) {
      const header = b64({ alg, typ: "tenantry-embed+jwt", kid });
      expect(await code(exchange(`${header}.${body}.`))).toBe("embeds.refused");
      expect(await code(exchange(`${header}.${body}.${signature}`))).toBe("embeds.refused");
    }
  });

  test("HS256 with the public key as its secret, and every other algorithm", async () => {
    const [, body] = (await hostToken()).split(".");
    const secrets = [
      pair.publicKey.export({ format: "pem", type: "spki" }),
      pair.publicKey.export({ format: "der", type: "spki" }),
      JSON.stringify(await exportJWK(pair.publicKey)),
      kid,
      "",
    ];
    for (const alg of ["HS256", "HS384", "HS512"])
      for (const secret of secrets) {
        const input = `${b64({ alg, typ: "tenantry-embed+jwt", kid })}.${body}`;
        const mac = createHmac(alg.replace("HS", "sha"), secret).update(input).digest("base64url");
        expect(await code(exchange(`${input}.${mac}`))).toBe("embeds.refused");
      }
    for (const alg of ["RS384", "RS512", "PS256"])
      expect(await code(exchange(await hostToken({ header: { alg } })))).toBe("embeds.refused");
  });

  test("kid tricks: unknown, another tenant's, paths, SQL, no text, and keys the token brings itself", async () => {
    const other = (await makeTenant(services.store, { state: "active" })).id;
    const publicJwk = { ...(await exportJWK(foreign.publicKey)) };
    const theirs = await addKey(ctx, { tenantId: other, name: "theirs", publicJwk });
    const key = foreign.privateKey;
    const kids = [theirs.id, "x", "../../etc/passwd", "' OR '1'='1", "", "portal", "%00", "__proto__"];
    for (const trick of kids)
      expect(await code(exchange(await hostToken({ header: { kid: trick }, key })))).toBe("embeds.refused");
    for (const header of [
      { kid: undefined },
      { kid, jwk: publicJwk },
      { kid, jku: "https://evil.example/keys" },
      { kid, x5u: "https://evil.example/cert" },
    ])
      expect(await code(exchange(await hostToken({ header, key })))).toBe("embeds.refused");
    for (const wrongKid of [7, null, ["x"], { $ne: "" }]) {
      const [, body, signature] = (await hostToken()).split(".");
      const header = b64({ alg: "RS256", typ: "tenantry-embed+jwt", kid: wrongKid });
      expect(await code(exchange(`${header}.${body}.${signature}`))).toBe("embeds.refused");
    }
  });

  test.each<[string, Wish]>([
    ["aud of another address", { claims: { aud: "https://embed.evil.example" } }],
    ["aud as a list", { claims: { aud: [embed, "https://other.example"] } }],
    ["iss of another page", { claims: { iss: "https://evil.example" } }],
    ["tenant of another customer", { claims: { tenant: "ten_other" } }],
    ["app that is another one", { claims: { app: "app_other" } }],
    ["groups that are no list", { claims: { groups: "sales" } }],
    ["no sub", { drop: "sub" }],
    ["no iss", { drop: "iss" }],
    ["no aud", { drop: "aud" }],
    ["no tenant", { drop: "tenant" }],
    ["no jti", { drop: "jti" }],
    ["no exp", { drop: "exp" }],
    ["no iat", { drop: "iat" }],
    ["an empty sub", { claims: { sub: "" } }],
    ["a jti that is no text", { claims: { jti: 7 } }],
    ["an exp that is no number", { claims: { exp: "never" } }],
    ["a life of 61 s", { lifetime: 61 }],
    ["a life of an hour", { lifetime: 3600 }],
    ["a life before its birth", { claims: { exp: 4_000_000_000, iat: 5_000_000_000 } }],
  ])("%s", async (_what, wish) => {
    expect(await code(exchange(await hostToken(wish)))).toBe("embeds.token");
  });

  test("typ that is another one, in either direction", async () => {
    for (const typ of ["JWT", "at+jwt", "tenantry-preview+jwt", undefined])
      expect(await code(exchange(await hostToken({ header: { typ } })))).toBe("embeds.refused");
    const preview = { typ: "tenantry-preview+jwt", kid: "portal" };
    expect(await code(exchange(await hostToken({ header: preview })))).toBe("embeds.refused");
  });

  test("expired, not yet begun, or from a clock ahead", async () => {
    expect(await code(exchange(await hostToken({ issued: seconds() - 66 })))).toBe("embeds.token");
    expect(await code(exchange(await hostToken({ issued: seconds() + 30 })))).toBe("embeds.token");
    expect(await code(exchange(await hostToken({ claims: { nbf: seconds() + 30 } })))).toBe("embeds.token");
  });

  test("the same jti, once and 20 times in parallel", async () => {
    const token = await hostToken();
    const all = await Promise.all(Array.from({ length: 20 }, () => code(exchange(token))));
    expect(all.filter((c) => c === "accepted")).toHaveLength(1);
    expect(new Set(all)).toEqual(new Set(["accepted", "embeds.token"]));
    expect(await code(exchange(token))).toBe("embeds.token");
  });

  test("changed bytes, cut parts, foreign signatures, oversize", async () => {
    const token = await hostToken();
    const [header, body, signature] = token.split(".");
    const forged = b64({ ...JSON.parse(Buffer.from(body ?? "", "base64url").toString()), sub: "boss" });
    for (const bad of [
      `${header}.${forged}.${signature}`,
      `${header}.${body}`,
      `${header}.${body}.${signature}.x`,
      "",
      "x",
      "....",
      `${token}${"a".repeat(9000)}`,
      await hostToken({ key: foreign.privateKey }),
    ])
      expect(await code(exchange(bad))).toMatch(/^(embeds\.refused|input\.invalid)$/);
  });

  test("keys before their first day, after their last, and revoked ones", async () => {
    const publicJwk = { ...(await exportJWK(foreign.publicKey)) };
    const key = foreign.privateKey;
    const later = await addKey(ctx, {
      tenantId: tenant,
      name: "later",
      publicJwk,
      from: new Date("2026-12-01"),
    });
    const over = await addKey(ctx, {
      tenantId: tenant,
      name: "over",
      publicJwk,
      from: new Date("2026-01-01"),
      until: new Date("2026-11-01"),
    });
    for (const { id } of [later, over])
      expect(await code(exchange(await hostToken({ header: { kid: id }, key })))).toBe("embeds.refused");
    await revokeKey(ctx, { id: kid });
    expect(await code(exchange(await hostToken()))).toBe("embeds.refused");
  });

  test("pages that are not allowed, though the host signs them", async () => {
    for (const origin of ["https://evil.example", `${HOST}.evil.example`, `${HOST}:8443`, "null"]) {
      const token = await hostToken({ claims: { iss: origin } });
      expect(await code(exchange(token, origin))).toBe("embeds.token");
    }
    expect(await code(exchange(await hostToken(), "https://evil.example"))).toBe("embeds.token");
  });

  test("deleted and unknown apps answer as a wrong signature does", async () => {
    expect(await code(exchange(await hostToken(), HOST, "app_unknown"))).toBe("embeds.refused");
    for (const state of ["deleting", "deleted"] as const) {
      await become(state);
      expect(await code(exchange(await hostToken()))).toBe("embeds.refused");
    }
  });
});

describe("S4: a suspended tenant", () => {
  const answer = (work: Promise<unknown>) =>
    work.then(
      () => "accepted",
      ({ kind, code: said, message, options }) => ({
        kind,
        said,
        message,
        advice: options.advice,
        params: options.params,
      }),
    );

  test("is told to whoever holds a right token, with its name, language and look, and no session is opened", async () => {
    await become("suspended", { name: "Acme", language: "de", branding: { color: "#0f766e" } });
    expect(await answer(exchange(await hostToken()))).toMatchObject({
      said: "embeds.suspended",
      params: { name: "Acme", language: "de", look: { "--brand": expect.any(String) } },
    });
    const { embedSessions: t } = services.store.tables;
    expect((await services.store.read.select().from(t)).filter((s) => s.tenantId === tenant)).toEqual([]);
  });

  test("answers whoever does not, word for word, as one that is open and as one that is not there", async () => {
    const wrong = async () => [
      await hostToken({ key: foreign.privateKey }),
      await hostToken({ header: { kid: "made-up" } }),
      await hostToken({ header: { typ: "JWT" } }),
      "no.token.at-all",
    ];
    const told = async (id = app) =>
      Promise.all((await wrong()).map((token) => answer(exchange(token, HOST, id))));
    const open = await told();
    await become("suspended");
    expect(await told()).toEqual(open);
    expect(await told("app_unknown")).toEqual(open);
    expect(new Set(open.map((one) => JSON.stringify(one))).size).toBe(1);
  });

  test("has a wrong signature verified against its own key, as an open one: the answer takes the same work", async () => {
    const keys = async () => {
      const seen: unknown[] = [];
      const { embedKeys } = services.store.tables;
      const { read } = services.store;
      const counting = new Proxy(read, {
        get: (target, name, receiver) =>
          name === "select"
            ? (...fields: []) => {
                const begun = target.select(...fields);
                return new Proxy(begun, {
                  get: (query, verb) =>
                    verb === "from"
                      ? (table: never) => {
                          seen.push(table === (embedKeys as unknown));
                          return query.from(table);
                        }
                      : Reflect.get(query, verb),
                });
              }
            : Reflect.get(target, name, receiver),
      });
      const watched = { ...services, store: { ...services.store, read: counting } };
      const token = await hostToken({ key: foreign.privateKey });
      await code(exchangeToken(watched as Services, { app, token, origin: HOST }));
      return seen;
    };
    const open = await keys();
    await become("suspended");
    expect(await keys()).toEqual(open);
    expect(open).toContain(true);
  });
});

describe("S4: sessions", () => {
  const use = (session: string, origin = HOST) => code(openSession(services, session, origin));

  test("end after ten minutes", async () => {
    const { session } = await exchange(await hostToken());
    now = new Date(now.getTime() + 599_000);
    expect(await use(session)).toBe("accepted");
    now = new Date(now.getTime() + 1_000);
    expect(await use(session)).toBe("embeds.session");
  });

  test("are not taken from another page, nor when made up", async () => {
    const { session } = await exchange(await hostToken());
    expect(await use(session, "https://evil.example")).toBe("embeds.session");
    expect(await use(session, "null")).toBe("embeds.session");
    expect(await use(`${session.slice(0, -1)}${session.endsWith("A") ? "B" : "A"}`)).toBe("embeds.session");
    expect(await use("")).toBe("embeds.session");
  });

  test("end with their origin, their key, and when they are revoked", async () => {
    const one = await exchange(await hostToken());
    expect(await revokeSessions(ctx, { tenantId: tenant, subject: "someone else" })).toEqual({ revoked: 0 });
    expect(await use(one.session)).toBe("accepted");
    expect(await revokeSessions(ctx, { tenantId: tenant })).toEqual({ revoked: 1 });
    expect(await use(one.session)).toBe("embeds.session");

    const two = await exchange(await hostToken());
    const { id } = await addOrigin(ctx, { tenantId: tenant, origin: HOST });
    await removeOrigin(ctx, { id });
    expect(await use(two.session)).toBe("embeds.session");
    expect(await code(exchange(await hostToken()))).toBe("embeds.token");

    await addOrigin(ctx, { tenantId: tenant, origin: HOST });
    const three = await exchange(await hostToken());
    await revokeKey(ctx, { id: kid });
    expect(await use(three.session)).toBe("embeds.session");
  });
});

describe("a token that is exchanged while what it rests on is taken away", () => {
  test("opens nothing that lasts: neither its key's end nor its origin's is missed", async () => {
    const { id: origin } = await addOrigin(ctx, { tenantId: tenant, origin: "https://other.example.com" });
    const ends = [
      { iss: "https://other.example.com", end: () => removeOrigin(ctx, { id: origin }) },
      { iss: HOST, end: () => revokeKey(ctx, { id: kid }) },
    ];
    for (const { iss, end } of ends) {
      const tokens = await Promise.all(Array.from({ length: 5 }, () => hostToken({ claims: { iss } })));
      const exchanged = tokens.map((token) => exchange(token, iss).catch(() => null));
      await end();
      for (const opened of await Promise.all(exchanged))
        if (opened) expect(await code(openSession(services, opened.session, iss))).toBe("embeds.session");
    }
  });
});

describe("previews", () => {
  test("are for the portal's own pages, one app, once, and audited", async () => {
    const { portal } = addresses();
    await makeUser(services.store, { id: "usr_owner", operatorRole: "owner" });
    const { token } = await previewToken(ctx, { app });
    const other = (await makeApp(services.store, { tenantId: tenant, templateId: "other" })).id;
    expect(await code(exchange(token, HOST))).toBe("embeds.token");
    expect(await code(exchange(token, portal, other))).toBe("embeds.token");
    const { session } = await exchange(token, portal);
    expect(await openSession(services, session, portal)).toMatchObject({
      kind: "preview",
      subject: "user:usr_owner",
    });
    expect(await code(exchange(token, portal))).toBe("embeds.token");
    const { auditEntries } = services.store.tables;
    const entries = await services.store.read.select().from(auditEntries);
    expect(entries.some((e) => e.action === "embed.preview" && e.target === app)).toBe(true);
  });

  test("end with what they rest on: whoever is suspended, made a viewer or removed sees no more", async () => {
    const { portal } = addresses();
    const { id: userId } = await makeUser(services.store);
    const { id } = await makeMember(services.store, { tenantId: tenant, userId, role: "admin" });
    const admin = as(services, { ...memberOf(tenant), id: userId } as Context["actor"]);
    const { session } = await exchange((await previewToken(admin, { app })).token, portal);
    const { members: m } = services.store.tables;
    const become = (values: Partial<typeof m.$inferInsert>) =>
      services.store.tx((db) => db.update(m).set(values).where(eq(m.id, id)));
    const look = () => code(openSession(services, session, portal));
    expect(await look()).toBe("accepted");
    await become({ suspendedAt: now });
    expect(await look()).toBe("embeds.session");
    await become({ suspendedAt: null, role: "viewer" });
    expect(await look()).toBe("embeds.session");
    await become({ role: "admin" });
    expect(await look()).toBe("accepted");
    await services.store.tx((db) => db.delete(m).where(eq(m.id, id)));
    expect(await look()).toBe("embeds.session");
  });

  test("a host cannot sign for the portal's origin", async () => {
    const { portal } = addresses();
    const token = await hostToken({ claims: { iss: portal } });
    expect(await code(exchange(token, portal))).toBe("embeds.token");
  });
});

describe("grants", () => {
  test("open an app to the groups a token names; to others it is like an id that names nothing", async () => {
    const { id } = await createGroup(ctx, { tenantId: tenant, name: "managers" });
    await setGrants(ctx, { appId: app, groups: [id] });
    const exchange = async (groups: string[], asked = app) =>
      exchangeToken(services, { app: asked, token: await hostToken({ claims: { groups } }), origin: HOST });
    const refusal = (asked: string) =>
      exchange(["sales"], asked).then(
        () => null,
        (error: { code: string; message: string; options: unknown }) => [error.code, error.message],
      );
    expect(await refusal(app)).toEqual(await refusal("app_none"));
    expect(await refusal(app)).not.toBeNull();
    expect((await exchange(["sales", "managers"])).session).toMatch(/^tes_/);
  });
});
