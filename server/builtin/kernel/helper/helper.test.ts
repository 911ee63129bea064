import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import { bundledEntry } from "@/server/builtin/testing/bundles";
import { PROCESS_SOURCES } from "@/server/shared/processes";
import type { Breath } from "../breath";
import { type Pass, scan } from "../scan";
import type { Codes, Numbers } from "../tables";
import { emptied, randomPass } from "../testing/passes";
import { Helper } from "./helper";
import { heapOf } from "./job";
import { scanTogether } from "./shared-scan";

const ROWS = 400_000;
const unhurried = { take: () => null };
const always = 0;

const { file } = await bundledEntry("engine-helper");
const helper = new Helper(file);
afterAll(() => helper.close());

/** The pass with its columns in memory that threads share. */
function shared(pass: Pass): Pass {
  const made = new Map<object, Codes | Numbers>();
  const inShared = <T extends Codes | Numbers["rows"]>(array: T): T => {
    const copy = new (array.constructor as new (memory: SharedArrayBuffer) => T)(
      new SharedArrayBuffer(array.byteLength),
    );
    copy.set(array);
    return copy;
  };
  const once = <T extends Codes | Numbers>(key: T, make: () => T): T => {
    const known = (made.get(key) ?? make()) as T;
    made.set(key, known);
    return known;
  };
  const codes = (column: Codes) => once(column, () => inShared(column));
  const numbers = (column: Numbers) => once(column, () => ({ ...column, rows: inShared(column.rows) }));
  return {
    ...pass,
    filters: pass.filters.map((f) => ({ ...f, codes: codes(f.codes) })),
    marks: pass.marks.map((m) => ({ ...m, codes: codes(m.codes) })),
    accumulators: pass.accumulators.map((a) => ({
      ...a,
      codes: codes(a.codes),
      folds: a.folds.map((f) => ({ ...f, numbers: numbers(f.numbers) })),
    })),
  };
}

const onMessage = (then: string) =>
  `require('node:worker_threads').parentPort.on('message', ({ heap: { begun, next } }) => { ${then} })`;
const BEGIN = "Atomics.store(begun, 0, 1); Atomics.add(next, 0, 32768);";

const copyOf = (pass: Pass): Pass => ({
  ...pass,
  marks: pass.marks.map((m) => ({ ...m, bits: m.bits.slice() })),
  accumulators: pass.accumulators.map((a) => ({ ...a, ...emptied(a) })),
});

/** What is known when a pass is over: of marks the wanted bits; NULL's code, the last, meets nothing. */
const gathered = ({ marks, accumulators }: Pass) => ({
  marks: marks.map(({ bits, wanted }) => bits.map((b) => b & wanted).subarray(0, -1)),
  figures: accumulators.map(({ counts, folds }) => [
    counts,
    ...folds.map(({ counts, sums, least, most }) => ({ counts, sums, least, most })),
  ]),
});

async function alone(pass: Pass) {
  const own = copyOf(pass);
  await scan(own, unhurried);
  return gathered(own);
}

test("two threads gather what one does, whoever takes which rows", async () => {
  for (let seed = 1; seed <= 12; seed++) {
    const pass = shared(randomPass(seed, ROWS).pass);
    const expected = await alone(pass);
    await scanTogether(pass, unhurried, helper, always);
    expect(gathered(pass), `seed ${seed}`).toEqual(expected);
  }
});

/** A pass whose sums depend on the order of their terms: each thread has half of the rows for itself. */
function inHalves(): Pass {
  const { pass } = randomPass(7, ROWS);
  const rows = Float64Array.from({ length: ROWS }, (_, i) => Math.sin(i) * 10 ** (i % 9));
  const numbers: Numbers = { rows, scale: null, hasNulls: false, bytes: rows.byteLength };
  const [column] = pass.filters.length > 0 ? pass.filters : pass.accumulators;
  if (!column) throw new Error("The pass has no column.");
  const counts = new Uint32Array(3_001);
  const fold = { name: "n", numbers, counts, sums: new Float64Array(3_001), least: null, most: null };
  const one = { field: "f", codes: column.codes, variant: 1, counts, folds: [fold] };
  return shared({ rows: ROWS, all: 1, filters: [], marks: [], accumulators: [one] });
}

test("sums that depend on the order of their terms are the same every time", async () => {
  const asked = inHalves();
  const sums = async (helper: Helper) => {
    const own = copyOf(asked);
    await scanTogether(own, unhurried, helper, always);
    return own.accumulators[0]?.folds[0]?.sums;
  };
  const first = await sums(helper);
  expect(first?.some((sum) => sum !== 0)).toBe(true);
  for (let i = 0; i < 5; i++) expect(await sums(helper)).toEqual(first);
  // Also where the thread never comes to it.
  const folder = await mkdtemp(join(tmpdir(), "tenantry-helper-"));
  await writeFile(join(folder, "busy.cjs"), onMessage(""));
  const busy = new Helper(join(folder, "busy.cjs"));
  expect(await sums(busy)).toEqual(first);
  await busy.close();
  await rm(folder, { recursive: true });
});

test.each([
  ["ends", "process.exit(1)"],
  ["fails", "throw new Error('broken')"],
  ["ends before its work", onMessage("process.exit(1)")],
  ["ends at its work", onMessage(`${BEGIN} process.exit(1)`)],
  ["is busy with another pass", onMessage("")],
])("a pass is whole where the thread %s", async (_, program) => {
  const folder = await mkdtemp(join(tmpdir(), "tenantry-helper-"));
  const broken = join(folder, "thread.cjs");
  await writeFile(broken, program);
  const helper = new Helper(broken);
  const pass = shared(randomPass(3, ROWS).pass);
  const expected = await alone(pass);
  await scanTogether(pass, unhurried, helper, always);
  expect(gathered(pass)).toEqual(expected);
  await helper.close();
  await rm(folder, { recursive: true });
});

test("a withdrawn question's pass stops in both threads, and the next one is whole", async () => {
  const pass = inHalves();
  const next = async () => {
    const own = copyOf(pass);
    await scanTogether(own, unhurried, helper, always);
    return gathered(own);
  };
  const expected = await next();
  const withdrawn = new Error("withdrawn");
  let isShared = false;
  const watched: Helper = Object.assign(Object.create(helper), {
    scan: (...asked: Parameters<Helper["scan"]>) => {
      isShared = true;
      return helper.scan(...asked);
    },
  });
  const late = () => new Promise<never>((_, reject) => setTimeout(() => reject(withdrawn), 2));
  const breath: Pick<Breath, "take"> = { take: () => (isShared ? late() : null) };
  await expect(scanTogether(copyOf(pass), breath, watched, always)).rejects.toBe(withdrawn);
  expect(await next()).toEqual(expected);
});

test("the thread ends when it has had nothing to do for a while, and begins again", async () => {
  const brief = new Helper(file, 20);
  const pass = shared(randomPass(9, ROWS).pass);
  const expected = await alone(pass);
  for (let i = 0; i < 2; i++) {
    const own = copyOf(pass);
    await scanTogether(own, unhurried, brief, always);
    expect(gathered(own)).toEqual(expected);
    await expect.poll(() => brief.isRunning).toBe(false);
  }
});

test("small tables, and columns that lie in the process's own memory, are passed alone", async () => {
  const { pass } = randomPass(3, ROWS);
  const expected = await alone(pass);
  const idle = new Helper(file);
  await scanTogether(pass, unhurried, idle, always);
  expect(gathered(pass)).toEqual(expected);
  await scanTogether(shared(copyOf(pass)), unhurried, idle);
  expect(idle.isRunning).toBe(false);
});

test("the thread runs from its source, too", async () => {
  const fromSource = new Helper(resolve(PROCESS_SOURCES["engine-helper"]));
  const pass = shared(randomPass(3, ROWS).pass);
  expect(await fromSource.scan(pass, heapOf(0, ROWS))).not.toBeNull();
  await fromSource.close();
});

test("a thread that is to rest while it is at work ends after that", async () => {
  const busy = new Helper(file);
  const pass = shared(randomPass(3, ROWS).pass);
  const gathered = busy.scan(pass, heapOf(0, ROWS));
  await busy.rest();
  expect(await gathered).not.toBeNull();
  await expect.poll(() => busy.isRunning).toBe(false);
});

test("a thread that cannot run is not started for every pass", async () => {
  const folder = await mkdtemp(join(tmpdir(), "tenantry-helper-"));
  const missing = new Helper(join(folder, "missing.mjs"));
  const pass = shared(randomPass(3, ROWS).pass);
  await scanTogether(copyOf(pass), unhurried, missing, always);
  await expect.poll(() => missing.isRunning).toBe(false);
  await scanTogether(copyOf(pass), unhurried, missing, always);
  expect(missing.isRunning).toBe(false);
  await rm(folder, { recursive: true });
});

test("the thread does not keep its process from ending", async () => {
  const folder = await mkdtemp(join(tmpdir(), "tenantry-helper-"));
  const program = join(folder, "program.mts");
  await writeFile(
    program,
    `import { Helper } from ${JSON.stringify(resolve("server/builtin/kernel/helper/helper.ts"))};
    const helper = new Helper(${JSON.stringify(file)}, 3_600_000);
    const shared = () => new Int32Array(new SharedArrayBuffer(4));
    const pass = { rows: 0, all: 1, filters: [], marks: [], accumulators: [] };
    const waits = setInterval(() => undefined, 1_000);
    await helper.scan(pass, { next: shared(), end: 0, begun: shared() });
    clearInterval(waits);`,
  );
  await promisify(execFile)(process.execPath, ["--import", "tsx", program], { timeout: 60_000 });
  await rm(folder, { recursive: true });
}, 90_000);
