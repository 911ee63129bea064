import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { getSource } from "..";
import { createSourcePolicy } from "../policy";
import type { OpenOptions, SourceSession, SourceTarget } from "../port";
import { type TestBucket, testBucket } from "../testing/bucket";
import { duckdb } from "../testing/files-world";
import { localPolicy } from "../testing/open-policy";
import { readInto } from "../testing/read-into";

const source = getSource("s3");
let storage: TestBucket;
let scratch: string;
const sessions: SourceSession[] = [];

function target(
  properties: Record<string, unknown> = {},
  secret: string | null = storage.secret,
): SourceTarget {
  const all = {
    endpoint: storage.endpoint,
    tls: "off",
    bucket: storage.bucket,
    accessKeyId: storage.accessKeyId,
    prefix: "acme/",
    ...properties,
  };
  return { properties: source.parse(all), secret, policy: localPolicy() };
}

async function open(properties: Record<string, unknown> = {}, options: Partial<OpenOptions> = {}) {
  const signal = new AbortController().signal;
  const session = await source.open(target(properties), {
    signal,
    statementTimeoutMs: 60_000,
    scratch,
    ...options,
  });
  sessions.push(session);
  return session;
}

beforeAll(async () => {
  storage = await testBucket();
  scratch = await mkdtemp(join(tmpdir(), "tenantry-scratch-"));
  const parquet = join(scratch, "x.parquet");
  for (const [part, from] of [
    ["1", 0],
    ["2", 1000],
  ] as const) {
    await duckdb(
      `COPY (SELECT range + ${from} AS id, (range % 7)::DECIMAL(10,2) AS amount FROM range(1000)) TO '${parquet}'`,
    );
    await storage.put(`acme/orders/part-${part}.parquet`, await readFile(parquet));
  }
  await rm(parquet);
  await storage.put("acme/customers.csv", "id,name,zip\n1,Müller,00123\n2,Meier,45678\n");
  await storage.put("acme/rates 2024.csv.gz", gzipSync("day,rate\n2024-01-31,1.5\n"));
  await storage.put("acme/readme.md", "not data");
  await storage.put("secret/passwords.csv", "password\nhunter2\n");
});
afterAll(async () => {
  for (const session of sessions) await session.close();
  await storage.close();
  await rm(scratch, { recursive: true, force: true });
});

describe("tables", () => {
  test("are each object, and each folder's objects together, below the prefix and nowhere else", async () => {
    const s = await open();
    expect((await s.tables()).map((t) => t.name).sort()).toEqual(["customers", "orders", "rates 2024"]);
    expect(await s.columns("orders")).toMatchObject([
      { name: "id", type: "BIGINT" },
      { name: "amount", type: "DECIMAL(10,2)" },
    ]);
    expect(await s.sample("customers", 1)).toEqual({
      columns: ["id", "name", "zip"],
      types: expect.anything(),
      rows: [["1", "Müller", "00123"]],
    });
  });

  test("are what patterns declare; a key that fits no pattern isn't there", async () => {
    const s = await open({ files: { o: "orders/*.parquet", c: "customers.csv" } });
    expect((await readInto(s, "SELECT count(*) AS n, sum(id) AS s FROM o")).rows).toEqual([
      ["2000", "1999000"],
    ]);
    await expect(readInto(s, "SELECT * FROM passwords")).rejects.toMatchObject({
      code: "source.table_missing",
    });
    await expect(open({ files: { o: "*.parquet" } })).rejects.toMatchObject({ code: "source.file_missing" });
    await expect(open({ files: { o: "../secret/passwords.csv" } })).rejects.toMatchObject({
      code: "source.file_missing",
    });
  });

  test("are found on all pages of a long list", async () => {
    const page = (keys: string[], next: string) =>
      `<?xml version="1.0"?><ListBucketResult><Name>shop-exports</Name>${keys.map((k) => `<Contents><Key>${k}</Key><ETag>"e"</ETag><Size>1</Size></Contents>`).join("")}${next}</ListBucketResult>`;
    const asked: string[] = [];
    const pages = createServer((request, response) => {
      asked.push(request.url ?? "");
      const last = request.url?.includes("continuation-token=second");
      const truncated =
        "<IsTruncated>true</IsTruncated><NextContinuationToken>second</NextContinuationToken>";
      response.setHeader("x-amz-request-id", "1");
      response.end(page([last ? "acme/b.csv" : "acme/a.csv"], last ? "" : truncated));
    });
    await new Promise<void>((resolve) => pages.listen(0, "127.0.0.1", resolve));
    const endpoint = `http://127.0.0.1:${(pages.address() as AddressInfo).port}`;
    const s = await source.open(target({ endpoint }), {
      signal: new AbortController().signal,
      statementTimeoutMs: 60_000,
      scratch,
    });
    expect((await s.tables()).map((t) => t.name)).toEqual(["a", "b"]);
    expect(asked).toHaveLength(2);
    await s.close();
    pages.close();
  });

  test.each([
    [{ bucket: "" }, "bucket: is needed"],
    [{ bucket: "a/b" }, "bucket: is not the name"],
    [{ endpoint: "" }, "region: is needed"],
    [{ tls: "verify" }, "endpoint: is not encrypted"],
    [{ endpoint: "ftp://x" }, "endpoint: needs an address"],
    [{ endpoint: "https://key:secret@x" }, "endpoint: needs scheme, host and port only"],
    [{ encoding: "ebcdic" }, "encoding: needs one of"],
    [{ mode: 1 }, "mode: is not a property"],
  ])("are refused for the properties %j", (properties, message) => {
    expect(() => target(properties)).toThrow(message);
  });
});

describe("a SELECT on a bucket", () => {
  test("is the whole of SQL over its tables, typed as files are, and says which contents it read", async () => {
    const s = await open();
    const seen: number[] = [];
    const { types, rows, result } = await readInto(
      s,
      "SELECT c.name, c.zip, sum(o.amount) AS total FROM orders o JOIN customers c ON c.id = o.id % 2 + 1 GROUP BY ALL ORDER BY 1",
      { onRows: ({ bytes }) => seen.push(bytes) },
    );
    expect(types).toEqual({ name: "VARCHAR", zip: "VARCHAR", total: "DECIMAL(38,2)" });
    expect(rows).toEqual([
      ["Meier", "45678", "3000.00"],
      ["Müller", "00123", "2994.00"],
    ]);
    expect(result.origins?.map((o) => o.name)).toEqual([
      "acme/customers.csv",
      "acme/orders/part-1.parquet",
      "acme/orders/part-2.parquet",
    ]);
    for (const origin of result.origins ?? []) expect(origin.version).toMatch(/^"[0-9a-f]{32}"$/);
    expect(seen.length).toBeGreaterThan(1);
    expect((await readInto(s, `SELECT day, rate FROM "rates 2024"`)).rows).toEqual([["2024-01-31", 1.5]]);
  });

  test.each([
    "SELECT * FROM '/etc/passwd'",
    "SELECT * FROM read_csv('s3://shop-exports/secret/passwords.csv')",
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM glob('/*')",
    "SELECT current_setting('allowed_paths') FROM customers",
    "COPY customers TO '/tmp/tenantry-x.csv'",
    "SELECT 1; SELECT 2",
  ])("reaches nothing else: %s", async (sql) => {
    const s = await open();
    await expect(readInto(s, sql)).rejects.toMatchObject({
      code: expect.stringMatching(/^source\.(forbidden|read_only|syntax|table_missing)$/),
    });
  });

  test("reads objects of a known content: one that is replaced meanwhile is an error, never a mixture", async () => {
    await storage.put("acme/moving.csv", "a\n1\n");
    const s = await open({ files: { moving: "moving.csv" } });
    await storage.put("acme/moving.csv", "a\n2\n3\n");
    await expect(readInto(s, "SELECT * FROM moving")).rejects.toMatchObject({ code: "source.lost" });
  });

  test("is stopped at the row limit and when told to, also while objects come", async () => {
    const s = await open();
    await expect(readInto(s, "SELECT * FROM orders", { maxRows: 1999 })).rejects.toMatchObject({
      code: "limits.rows",
    });
    await expect(readInto(s, "SELECT * FROM orders", { maxBytes: 1000 })).rejects.toMatchObject({
      code: "limits.bytes",
    });
    const abort = new AbortController();
    abort.abort(new Error("stop"));
    await expect(readInto(await open(), "SELECT * FROM orders", { signal: abort.signal })).rejects.toThrow(
      "stop",
    );
  });

  test("leaves copies that only this account may read, and none once the session is closed", async () => {
    const folder = join(scratch, "own");
    const s = await open({}, { scratch: folder });
    await readInto(s, "SELECT * FROM orders");
    const [own = ""] = await readdir(folder);
    expect((await stat(join(folder, own))).mode & 0o777).toBe(0o700);
    const copies = await readdir(join(folder, own));
    expect(copies.length).toBe(2);
    for (const copy of copies) expect((await stat(join(folder, own, copy))).mode & 0o777).toBe(0o600);
    await s.close();
    expect(await readdir(folder)).toEqual([]);
  });

  test("shows a large CSV object by its beginning, and reads all of it", async () => {
    const lines = Array.from({ length: 900_000 }, (_, i) => `${i},row ${i}`);
    await storage.put("acme/large.csv", `id,text\n${lines.join("\n")}\n`);
    const folder = join(scratch, "large");
    const s = await open({ files: { large: "large.csv" } }, { scratch: folder });
    expect(await s.sample("large", 1)).toMatchObject({ rows: [["0", "row 0"]] });
    const [own = ""] = await readdir(folder);
    const [head = ""] = await readdir(join(folder, own));
    expect((await stat(join(folder, own, head))).size).toBeLessThanOrEqual(4_000_000);
    expect((await readInto(s, "SELECT count(*) AS n, max(id) AS m FROM large")).rows).toEqual([
      ["900000", "899999"],
    ]);
  });
});

describe("Test connection", () => {
  const check = (on: SourceTarget) => source.test(on, { timeoutMs: 10_000 });

  test("counts tables", async () => {
    expect(await check(target())).toMatchObject({ ok: true, version: "S3-compatible storage", warnings: [] });
    expect(await check(target({ prefix: "nothing/" }))).toMatchObject({
      ok: true,
      tables: 0,
      warnings: [expect.stringContaining("no CSV or Parquet")],
    });
  });

  test("names the cause for addresses that may be named, never the secret", async () => {
    const web = createServer((_, response) => response.end("<html>hello</html>"));
    await new Promise<void>((resolve) => web.listen(0, "127.0.0.1", resolve));
    const port = (web.address() as AddressInfo).port;
    const refusing = createServer((_, response) => {
      response.writeHead(403, { "x-amz-request-id": "1" });
      response.end("<Error><Code>SignatureDoesNotMatch</Code><Message>wrong</Message></Error>");
    });
    await new Promise<void>((resolve) => refusing.listen(0, "127.0.0.1", resolve));
    const strict = `http://127.0.0.1:${(refusing.address() as AddressInfo).port}`;
    const cases = [
      [target({ bucket: "no-such-bucket" }), "source.database_missing"],
      [target({ endpoint: strict }, "hunter2-very-secret"), "source.auth"],
      [target({ accessKeyId: "NOBODY" }), "source.auth"],
      [target({ endpoint: "http://127.0.0.1:1" }), "source.not_reachable"],
      [target({ endpoint: `http://127.0.0.1:${port}` }), "source.not_reachable"],
      [target({ endpoint: storage.endpoint.replace("http", "https"), tls: "verify" }), "source.tls"],
    ] as const;
    for (const [on, code] of cases) {
      const result = await check(on);
      expect(result).toMatchObject({ ok: false, code });
      expect(JSON.stringify(result)).not.toContain("hunter2");
    }
    web.close();
    refusing.close();
  });

  test("connects to the address the policy gave, whatever the name would be elsewhere", async () => {
    const asked: string[] = [];
    const policy = createSourcePolicy({
      localOnly: false,
      hosts: ["storage.internal"],
      fileFolders: [],
      uploads: null,
      resolve: async (host) => {
        asked.push(host);
        return ["127.0.0.1"];
      },
    });
    const named = { endpoint: `http://storage.internal:${storage.port}` };
    expect(await check({ ...target(named), policy })).toMatchObject({ ok: true });
    expect(asked).toEqual(["storage.internal"]);
    expect(
      await check({
        ...target(),
        policy: createSourcePolicy({ localOnly: false, hosts: [], fileFolders: [], uploads: null }),
      }),
    ).toMatchObject({ ok: false, code: "source.not_reachable" });
  });
});
