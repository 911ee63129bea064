import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import mysql from "mysql2/promise";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testRun } from "@/server/builtin/script/testing/host";
import { isAppError } from "@/server/shared/errors";
import { testMariadb } from "@/server/testing/mariadb";
import { testPostgres } from "@/server/testing/postgres";
import { getSource } from ".";
import { createSourcePolicy } from "./policy";
import type { SourceSession, SourceTarget } from "./port";
import { type FilesWorld, filesWorld } from "./testing/files-world";
import { localPolicy } from "./testing/open-policy";
import { readInto } from "./testing/read-into";

/** What people and attackers write into the fields of a connection and into a parameter. */
const HOSTILE = [
  "'",
  '"',
  "\\",
  "\\'",
  "`",
  "]",
  "';--",
  `'; DROP TABLE canary; --`,
  `"; DROP TABLE canary; --`,
  `public"; DROP TABLE canary; --`,
  `x', (SELECT 1)) UNION SELECT * FROM canary --`,
  "' OR 1=1 --",
  `\\' OR 1=1 -- `,
  "$(canary)",
  "$$; DROP TABLE canary; $$",
  "/*",
  "*/ DROP TABLE canary; /*",
  ";",
  "\n; DROP TABLE canary",
  "%n %s %d",
  "../secret.csv",
  "../../etc/passwd",
  "/etc/passwd",
  "secret.csv",
  "upload:../secret.csv",
  "file:///etc/passwd",
  "*",
  "{a,b}",
  "[a-z]*",
  "x', auto_detect = false, all_varchar = true",
  "x') UNION ALL SELECT content FROM read_text('/etc/passwd') --",
  "\u2028é💥",
  "a\0b",
  "-1",
  "1e9",
  "true",
  "__proto__",
  "constructor",
];

let world: FilesWorld;
beforeAll(async () => {
  world = await filesWorld();
});
afterAll(() => world.close());

/** Valid properties of a kind that reads files. */
function base(kind: string): Record<string, unknown> {
  return kind === "sqlite"
    ? { path: join(world.folder, "shop.db") }
    : { folder: world.folder, files: ["orders.csv"] };
}

/** Whatever comes of it, in words: neither a secret of ours nor a table of another may be in it. */
async function attempt(kind: string, target: SourceTarget): Promise<string> {
  const source = getSource(kind);
  try {
    const parsed = { ...target, properties: source.parse(target.properties) };
    const signal = new AbortController().signal;
    const session = await source.open(parsed, { signal, statementTimeoutMs: 3000, scratch: world.root });
    try {
      const tables = await session.tables();
      const [first] = tables;
      const sample = first ? await session.sample(first.name, 5) : null;
      return JSON.stringify([tables, sample]);
    } finally {
      await session.close();
    }
  } catch (error) {
    if (isAppError(error)) return JSON.stringify([error.code, error.message, error.options.issues]);
    throw error;
  }
}

/** Fields that name a file; hosts have a policy, with tests of their own. How CSV is read: see below. */
const NAMING: [kind: string, field: string][] = [
  ["sqlite", "path"],
  ["sqlite", "unknown"],
  ["files", "folder"],
  ["files", "files"],
  ["files", "unknown"],
];

test.each(NAMING)(
  "%s, %s: hostile text reaches no file elsewhere and shows none of it",
  async (kind, field) => {
    const uploads = join(world.root, "uploads");
    const policy = createSourcePolicy({ localOnly: false, hosts: [], fileFolders: [world.folder], uploads });
    for (const value of HOSTILE) {
      const properties = { ...base(kind), [field]: field === "files" ? [value] : value };
      const told = await attempt(kind, { properties, secret: null, policy });
      expect(told, JSON.stringify(value)).not.toMatch(/hunter2|root:x:0/);
    }
  },
);

test("hostile ways to read CSV never add, lose or change a row but by what they mean", async () => {
  for (const name of ["delimiter", "encoding", "decimal", "dateFormat", "nullText"])
    for (const value of HOSTILE.slice(0, 20)) {
      const properties = { folder: world.folder, files: ["part-1.csv"], header: true, [name]: value };
      const read = async () => readInto(await world.session(properties), 'SELECT * FROM "part-1"');
      const outcome = await read().catch((error: unknown) => {
        if (!isAppError(error)) throw error;
        return null;
      });
      if (outcome) expect(outcome.rows.length, `${name} ${JSON.stringify(value)}`).toBe(1);
      expect(JSON.stringify(outcome?.rows ?? [])).not.toMatch(/hunter2|root:x:0/);
    }
});

/** A session on a real database that has a table `canary` of three rows. */
interface Live {
  session: SourceSession;
  /** Rows of `canary`, by a way of our own. */
  count(): Promise<number>;
  /** The same connection with other properties. */
  target(properties: Record<string, unknown>): SourceTarget;
  close(): Promise<void>;
}

const CANARY = "CREATE TABLE canary (n INTEGER); INSERT INTO canary VALUES (1), (2), (3);";

async function openOn(kind: string, target: SourceTarget): Promise<SourceSession> {
  const signal = new AbortController().signal;
  const properties = getSource(kind).parse(target.properties);
  return getSource(kind).open(
    { ...target, properties },
    { signal, statementTimeoutMs: 10_000, scratch: tmpdir() },
  );
}

const LIVE: Record<string, () => Promise<Live | { skip: string }>> = {
  sqlite: async () => {
    const folder = await realpath(await mkdtemp(join(tmpdir(), "hostile-")));
    const path = join(folder, "canary.db");
    const db = new Database(path);
    db.exec(CANARY);
    const target = (more: Record<string, unknown>) => ({
      properties: { path, ...more },
      secret: null,
      policy: localPolicy(folder),
    });
    const session = await openOn("sqlite", target({}));
    return {
      session,
      target,
      count: async () => Number(db.prepare("SELECT count(*) FROM canary").pluck().get()),
      close: async () => {
        await session.close();
        db.close();
        await rm(folder, { recursive: true });
      },
    };
  },
  postgres: async () => {
    const server = await testPostgres();
    if ("skip" in server) return server;
    const admin = new pg.Client({ connectionString: server.url });
    await admin.connect();
    await admin.query(CANARY);
    const url = new URL(server.url);
    const target = (more: Record<string, unknown>) => ({
      properties: { host: "127.0.0.1", port: server.port, database: "postgres", user: url.username, ...more },
      secret: server.password,
      policy: localPolicy(),
    });
    const session = await openOn("postgres", target({}));
    return {
      session,
      target,
      count: async () => Number((await admin.query("SELECT count(*) AS n FROM canary")).rows[0]?.n),
      close: async () => {
        await session.close();
        await admin.end();
        await server.stop();
      },
    };
  },
  mysql: async () => {
    const server = await testMariadb();
    if ("skip" in server) return server;
    const admin = await mysql.createConnection({ uri: server.url, multipleStatements: true });
    await admin.query(CANARY);
    const url = new URL(server.url);
    const target = (more: Record<string, unknown>) => ({
      properties: {
        host: "127.0.0.1",
        port: server.port,
        database: url.pathname.slice(1),
        user: url.username,
        ...more,
      },
      secret: server.password,
      policy: localPolicy(),
    });
    const session = await openOn("mysql", target({}));
    return {
      session,
      target,
      count: async () => {
        const [rows] = await admin.query<mysql.RowDataPacket[]>("SELECT count(*) AS n FROM canary");
        return Number(rows[0]?.n);
      },
      close: async () => {
        await session.close();
        await admin.end();
        await server.stop();
      },
    };
  },
};

describe.each(Object.entries(LIVE))("a real database of kind %s", (kind, start) => {
  let live: Live | undefined;
  let skip = "";
  beforeAll(async () => {
    const started = await start();
    if ("skip" in started) skip = started.skip;
    else live = started;
  });
  afterAll(() => live?.close());

  test("a parameter inside the quotes of a SELECT stays a text, whatever it is", async (context) => {
    if (!live) return context.skip(skip);
    const { session, count } = live;
    for (const value of HOSTILE.filter((v) => !v.includes("\0"))) {
      const run = await testRun({ variables: { p: value } });
      run.host.connect = async () =>
        ({
          ...session,
          dialect: session.dialect,
          read: session.read.bind(session),
          estimate: async () => null,
          close: async () => {},
        }) as SourceSession;
      const result = await run.run(
        "LIB CONNECT TO 'Real';\nT: SQL SELECT '$(p)' AS v, n FROM canary WHERE n = 1;",
      );
      expect(result.tables.map((t) => t.name)).toEqual(["T"]);
      expect(
        (await run.rows("T")).map(([v]) => v),
        JSON.stringify(value),
      ).toEqual([value]);
      await run.close();
    }
    expect(await count()).toBe(3);
  });

  test("hostile properties open nothing or the same database, and run no statement", async (context) => {
    if (!live) return context.skip(skip);
    const names = getSource(kind)
      .form.fields.filter((f) => f.type === "text" && f.name !== "host")
      .map((f) => f.name);
    for (const name of names)
      for (const value of HOSTILE) {
        const told = await attempt(kind, live.target({ [name]: value }));
        expect(told).not.toMatch(/hunter2|root:x:0/);
      }
    expect(await live.count()).toBe(3);
  });
});
