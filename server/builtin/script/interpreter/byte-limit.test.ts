import { afterEach, expect, it } from "vitest";
import { type TestRun, testRun } from "../testing/host";

let current: TestRun | undefined;
afterEach(() => current?.close());

/** The test's source says that each of its rows is 10 bytes. */
const SOURCE = "CREATE TABLE s AS SELECT i AS n FROM range(100) r(i)";

it("what a reload may read is counted over all its SELECTs", async () => {
  current = await testRun({ source: SOURCE, limits: { bytes: 1500 } });
  const script =
    "LIB CONNECT TO 'Source';\nA: SQL SELECT n AS a FROM s;\nB: SQL SELECT n AS b FROM s WHERE n < 50;";
  expect((await current.run(script)).rows).toBe(150);
  await current.close();

  current = await testRun({ source: SOURCE, limits: { bytes: 1499 } });
  await expect(current.run(script)).rejects.toMatchObject({
    code: "limits.bytes",
    kind: "limit",
    options: { params: { line: 3 } },
  });
});

it("also behind a LOAD, and in a loop", async () => {
  current = await testRun({ source: SOURCE, limits: { bytes: 2500 } });
  const script =
    "LIB CONNECT TO 'Source';\nFOR i = 1 TO 3\n  A: LOAD n + 1 AS a WHERE n = 5; SQL SELECT n FROM s;\nNEXT";
  await expect(current.run(script)).rejects.toMatchObject({ code: "limits.bytes" });
});
