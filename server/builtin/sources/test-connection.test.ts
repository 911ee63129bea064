import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TestPostgres, testPostgres } from "@/server/testing/postgres";
import { notReachable } from "./errors";
import { createMysqlSource } from "./mysql";
import { createSourcePolicy } from "./policy";
import type { Source, SourcePolicy, TestResult } from "./port";
import { createPostgresSource } from "./postgres";
import { createS3Source } from "./s3";
import { createSqlServerSource } from "./sqlserver";
import { HandClock } from "./testing/hand-clock";

const SECRET = "hunter2-very-secret";
const servers: Server[] = [];
const sockets: Socket[] = [];

/** A server that does `speak` with every connection; gives its port. */
async function listen(speak: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => undefined);
    speak(socket);
  });
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

async function closedPort(): Promise<number> {
  const port = await listen(() => undefined);
  const server = servers.pop();
  server?.close();
  if (server) await once(server, "close");
  return port;
}

afterAll(() => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers) server.close();
});

/** Stands for a public address that isn't on the operator's list, while the socket goes to this machine. */
const unlisted: SourcePolicy = {
  resolveHost: async () => ({ address: "127.0.0.1", listed: false }),
  resolvePath: async () => "",
};
const listed: SourcePolicy = {
  ...unlisted,
  resolveHost: async () => ({ address: "127.0.0.1", listed: true }),
};
const publicNames = createSourcePolicy({
  localOnly: false,
  hosts: [],
  fileFolders: [],
  uploads: null,
  resolve: async (host) => {
    if (host === "unknown.example")
      throw Object.assign(new Error("getaddrinfo ENOTFOUND"), { code: "ENOTFOUND" });
    return [host === "inside.example" ? "10.1.2.3" : host];
  },
});

interface Kind {
  create(clock: HandClock): Source;
  properties(host: string, port: number, tls: string): Record<string, unknown>;
  /** What its errors call what it expects. */
  title: string;
}

const database = (host: string, port: number, tls: string) => ({ host, port, database: "d", user: "u", tls });

/** Every kind of source that connects to a host. */
const KINDS: Record<string, Kind> = {
  postgres: { create: createPostgresSource, properties: database, title: "PostgreSQL" },
  mysql: { create: createMysqlSource, properties: database, title: "MySQL or MariaDB" },
  sqlserver: { create: createSqlServerSource, properties: database, title: "SQL Server" },
  s3: {
    create: createS3Source,
    properties: (host, port, tls) => ({
      endpoint: `http${tls === "off" ? "" : "s"}://${host.includes(":") ? `[${host}]` : host}:${port}`,
      bucket: "exports",
      accessKeyId: "key",
      ...(tls === "off" ? { tls } : {}),
    }),
    title: "S3-compatible storage",
  },
};

async function check(
  policy: SourcePolicy,
  host: string,
  port: number,
  tls = "auto",
  { create, properties }: Kind = KINDS.postgres as Kind,
) {
  const clock = new HandClock();
  const target = { properties: properties(host, port, tls), secret: SECRET, policy };
  let result: TestResult | undefined;
  const running = create(clock)
    .test(target, { timeoutMs: 10_000 })
    .then((found) => (result = found));
  return { clock, running, answered: () => result !== undefined };
}

/** Lets everything that can happen without the clock happen: the socket's own news come within a few turns. */
async function quiet(): Promise<void> {
  for (let turn = 0; turn < 200; turn++) await new Promise((resolve) => setImmediate(resolve));
}

const GENERIC = notReachable();

describe.each(Object.entries(KINDS))("a target of %s that isn't on the operator's list", (kind, source) => {
  const targets: [
    string,
    () => Promise<{ policy: SourcePolicy; host: string; port: number; tls?: string }>,
  ][] = [
    ["refuses", async () => ({ policy: unlisted, host: "db.example", port: await closedPort() })],
    [
      "refuses an unencrypted sign-in",
      async () => ({ policy: unlisted, host: "db.example", port: await closedPort(), tls: "off" }),
    ],
    [
      "never answers",
      async () => ({ policy: unlisted, host: "db.example", port: await listen(() => undefined) }),
    ],
    ["hangs up", async () => ({ policy: unlisted, host: "db.example", port: await listen((s) => s.end()) })],
    [
      "resets",
      async () => ({ policy: unlisted, host: "db.example", port: await listen((s) => s.resetAndDestroy()) }),
    ],
    [
      "is a mail server",
      async () => ({
        policy: unlisted,
        host: "db.example",
        port: await listen((s) => s.write("220 mail.example ESMTP\r\n")),
      }),
    ],
    [
      "is an SSH server",
      async () => ({
        policy: unlisted,
        host: "db.example",
        port: await listen((s) => s.write("SSH-2.0-OpenSSH_9.9\r\n")),
      }),
    ],
    [
      "is a web server",
      async () => ({
        policy: unlisted,
        host: "db.example",
        port: await listen((s) => s.once("data", () => s.end("HTTP/1.1 400 Bad Request\r\n\r\n"))),
      }),
    ],
    [
      "is a web server, asked without TLS",
      async () => ({
        policy: unlisted,
        host: "db.example",
        port: await listen((s) => s.once("data", () => s.end("HTTP/1.1 400 Bad Request\r\n\r\n"))),
        tls: "off",
      }),
    ],
    ["has an unknown name", async () => ({ policy: publicNames, host: "unknown.example", port: 5432 })],
    ["has no name", async () => ({ policy: publicNames, host: "http://x", port: 5432 })],
    [
      "is loopback",
      async () => ({ policy: publicNames, host: "127.0.0.1", port: await listen(() => undefined) }),
    ],
    ["is metadata", async () => ({ policy: publicNames, host: "169.254.169.254", port: 80 })],
    [
      "hides a private address behind a name",
      async () => ({ policy: publicNames, host: "inside.example", port: 5432 }),
    ],
  ];

  // An endpoint that is no address at all is a wrong property, told before anything is tried.
  const tried = targets.filter(([name]) => kind !== "s3" || name !== "has no name");

  test.each(tried)("gives the one answer after the one time when it %s", async (_, make) => {
    const { policy, host, port, tls } = await make();
    const { clock, running, answered } = await check(policy, host, port, tls, source);
    await quiet();
    expect(clock.slept).toEqual([5000]);
    expect(answered()).toBe(false);
    clock.advance(4999);
    await quiet();
    expect(answered()).toBe(false);
    clock.advance(1);
    expect(await running).toEqual({
      ok: false,
      code: "source.not_reachable",
      message: GENERIC.message,
      advice: GENERIC.options.advice,
      ms: 5000,
    });
  });

  test("is never connected to where the policy forbids it", async () => {
    let connections = 0;
    const port = await listen(() => connections++);
    for (const host of ["127.0.0.1", "2130706433", "::ffff:127.0.0.1", "0x7f.1"]) {
      const { clock, running } = await check(publicNames, host, port, "auto", source);
      await quiet();
      clock.advance(5000);
      await running;
    }
    expect(connections).toBe(0);
  });
});

describe.each(Object.entries(KINDS))("a target of %s on the operator's list", (kind, source) => {
  test("is answered at once, with the cause", async () => {
    const refused = await check(listed, "db.internal", await closedPort(), "auto", source);
    expect(await refused.running).toMatchObject({
      code: "source.not_reachable",
      message: expect.stringContaining("refused"),
    });
    // The drivers of the others say what they got instead of what they waited for.
    if (kind === "postgres" || kind === "mysql") {
      const greeting = await listen((s) => s.write("SSH-2.0-OpenSSH_9.9\r\n"));
      const ssh = await check(listed, "db.internal", greeting, "auto", source);
      expect(await ssh.running).toMatchObject({ message: expect.stringContaining(`is not ${source.title}`) });
    }
    const silent = await check(listed, "db.internal", await listen(() => undefined), "auto", source);
    await quiet();
    silent.clock.advance(5000);
    expect(await silent.running).toMatchObject({
      message: expect.stringContaining("did not answer within 5 s"),
    });
    const named = createSourcePolicy({
      localOnly: false,
      hosts: ["gone.internal"],
      fileFolders: [],
      uploads: null,
      resolve: () => Promise.reject(new Error("ENOTFOUND")),
    });
    const gone = await check(named, "gone.internal", 5432, "auto", source);
    expect(await gone.running).toMatchObject({ message: 'The host name "gone.internal" is not known.' });
  });
});

describe("a database that isn't on the list, once it has spoken like one", () => {
  let server: TestPostgres;
  beforeAll(async () => {
    server = await testPostgres();
  });
  afterAll(async () => {
    if ("stop" in server) await server.stop();
  });

  test("may say that it has no TLS, or that user and password are wrong, and shows no secret", async (context) => {
    if ("skip" in server) return context.skip(server.skip);
    const plain = await check(unlisted, "db.example", server.port);
    expect(await plain.running).toMatchObject({ ok: false, code: "source.tls" });
    const off = await check(unlisted, "db.example", server.port, "off");
    const result = await off.running;
    expect(result).toMatchObject({ ok: false, code: "source.auth" });
    expect(JSON.stringify(result)).not.toContain(SECRET);
  });
});
