import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { eventually } from "@/server/testing/eventually";
import { endless, hostTests, id, MEBIBYTE, sales, slow, total } from "./testing/hosts";

const w = hostTests();
const { put, start, startOne } = w;

describe("time, withdrawal and crashes", () => {
  test("a question past its time is interrupted; the next is answered", async () => {
    await put(id("ten_a"), endless);
    const limits = { memoryBytes: 1024 * MEBIBYTE, timeoutMs: 300 };
    const engine = start({ limits: async () => limits });
    await expect(engine.query(id("ten_a"), slow)).rejects.toMatchObject({ code: "query.timeout" });
    limits.timeoutMs = 30_000;
    expect((await engine.query(id("ten_a"), { dimensions: [], measures: ["Count(A)"] })).rows).toEqual([
      [30_000],
    ]);
  });

  test("a withdrawn question rejects at once and gives its place back", async () => {
    await put(id("ten_a"), endless);
    const engine = start({ timeoutMs: 120_000 });
    const controllers = Array.from({ length: 6 }, () => new AbortController());
    const asked = controllers.map((c) =>
      engine.query(id("ten_a"), slow, c.signal).catch((e: Error) => e.message),
    );
    await eventually(() => expect(engine.stats().queries).toBe(6));
    for (const c of controllers) c.abort(new Error("superseded"));
    expect(new Set(await Promise.all(asked))).toEqual(new Set(["superseded"]));
    expect((await engine.query(id("ten_a"), { dimensions: [], measures: ["Count(A)"] })).rows).toEqual([
      [30_000],
    ]);
    await expect(engine.query(id("ten_a"), slow, AbortSignal.abort(new Error("before")))).rejects.toThrow(
      "before",
    );
  });

  test("a superseded click stops the engine: the next one is answered long before it would have ended", async () => {
    await put(id("ten_a"), endless);
    const engine = start({ timeoutMs: 120_000 });
    const dimensions = slow.dimensions.map((expression) => ({ expression }));
    const click = { kind: "cube" as const, dimensions, measures: slow.measures };
    const controllers = Array.from({ length: 3 }, () => new AbortController());
    const asked = controllers.map((c) =>
      engine.ask(id("ten_a"), { questions: { q: click } }, c.signal).catch((e: Error) => e.message),
    );
    await eventually(() => expect(engine.stats().queries).toBe(3));
    for (const c of controllers) c.abort(new Error("superseded"));
    expect(new Set(await Promise.all(asked))).toEqual(new Set(["superseded"]));
    const next = { kind: "cube" as const, dimensions: [], measures: ["Count(A)"] };
    const { answers } = await engine.ask(id("ten_a"), { questions: { next } });
    expect(answers.next).toMatchObject({ rows: [[30_000]] });
  });

  test("a host that ended is replaced; the question it had is asked once more", async () => {
    await put(id("ten_a"), sales("ann", 5));
    const one = startOne();
    const ask = () => one.ask(id("ten_a"), { kind: "query", input: total });
    await ask();
    const first = one.pid;
    if (first) process.kill(first, "SIGKILL");
    expect(await Promise.all([ask(), ask(), ask()])).toHaveLength(3);
    expect(one.pid).not.toBe(first);
  });

  test("a question that ends the host twice is given up; the others of that time are answered", async () => {
    await put(id("ten_a"), [...endless, ...sales("ann", 5)]);
    const one = startOne(120_000);
    const question = (input: object) => ({ kind: "query", input: input as typeof total }) as const;
    await one.ask(id("ten_a"), question(total));
    const poison = one.ask(id("ten_a"), question(slow)).catch((error) => error);
    const bystander = one.ask(id("ten_a"), question(total));
    for (let kills = 0; kills < 2; kills++) {
      const pid = await eventually(() => {
        expect(one.pid).toBeDefined();
        expect(one.questions).toBeGreaterThan(0);
        return one.pid ?? 0;
      });
      process.kill(pid, "SIGKILL");
      await eventually(() => expect(one.pid).not.toBe(pid));
    }
    expect(await poison).toMatchObject({ code: "engine.crashed" });
    expect(await bystander).toMatchObject({ rowCount: 2 });
  });

  test("a host that cannot start is an error, not a wait", async () => {
    await put(id("ten_a"), sales("ann", 5));
    const file = join(w.folder, "entry.mjs");
    await writeFile(file, "process.exit(3);");
    const engine = start({ entry: { file, execArgv: [] } });
    await expect(engine.query(id("ten_a"), total)).rejects.toMatchObject({ code: "engine.crashed" });
  });

  test("what waits when the hosts close is told so", async () => {
    await put(id("ten_a"), endless);
    const engine = start();
    const asked = Array.from({ length: 4 }, () => engine.query(id("ten_a"), slow).catch((e) => e.code));
    await eventually(() => expect(engine.stats().queries).toBe(4));
    await engine.close();
    expect(new Set(await Promise.all(asked))).toEqual(new Set(["engine.closed"]));
  });
});
