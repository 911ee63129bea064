import { readdir } from "node:fs/promises";
import mysql from "mysql2/promise";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestBucket, testBucket } from "@/server/builtin/sources/testing/bucket";
import { type BuiltinHarness, openBuiltin } from "@/server/builtin/testing/harness";
import { World } from "@/server/platform/contract/world";
import { type TestMariadb, testMariadb } from "@/server/testing/mariadb";

let h: BuiltinHarness;
let database: TestMariadb;
let bucket: TestBucket;
beforeAll(async () => {
  [database, bucket] = await Promise.all([testMariadb(), testBucket()]);
  const url = "url" in database ? database.url : "";
  h = await openBuiltin({
    secrets: { connection: async (_tenant, name) => (name === "db" ? url : bucket.secret) },
  });
});
afterAll(async () => {
  await h.close();
  await bucket.close();
  if ("stop" in database) await database.stop();
});

test("one reload reads a database and a bucket, and leaves no copies of objects behind", async (context) => {
  if ("skip" in database) return context.skip(database.skip);
  const admin = await mysql.createConnection({ uri: database.url });
  await admin.query("CREATE TABLE orders (id int, customer int, amount decimal(10,2))");
  await admin.query("INSERT INTO orders VALUES (1, 10, 1.10), (2, 20, 2.20), (3, 10, 3.30)");
  await admin.end();
  await bucket.put("acme/customers.csv", "customer,name\n10,Ann\n20,Bo\n");
  const w = new World(h);
  await w.prepare();
  const kept = { secret: async () => "", secretHmac: "x" };
  const place = {
    endpoint: bucket.endpoint,
    tls: "off",
    bucket: bucket.bucket,
    prefix: "acme/",
    accessKeyId: bucket.accessKeyId,
  };
  await w.platform.putConnections.apply(w.call(), {
    connections: [
      { name: "db", kind: "mysql", properties: {}, ...kept },
      { name: "lake", kind: "s3", properties: place, ...kept },
    ],
  });
  const script = `LIB CONNECT TO 'db';
orders:
SQL SELECT id, customer, amount FROM orders WHERE amount > 1.5;
LIB CONNECT TO 'lake';
customers:
SQL SELECT customer, name FROM customers;
`;
  await w.platform.applyScript.apply(w.call(), { ...w.script(), script, tables: [] });
  expect(await w.reload()).toMatchObject({ state: "succeeded", generation: { rows: 4 } });
  const files = await readdir(h.folder, { recursive: true });
  expect(files.filter((name) => /s3-/.test(name))).toEqual([]);
});
