import { createHash, randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { createLocalGenerationStore } from "@/server/builtin/files/local";
import { createGenerationFile } from "@/server/builtin/testing";
import { bundledEntry } from "@/server/builtin/testing/bundles";
import { silentLogger } from "@/server/shared/logger";
import { DEEP } from "@/server/testing/deep";
import { Host } from "./host";

const MEBIBYTE = 1024 * 1024;
const APPS = 12;
const ROUNDS = DEEP ? 150 : 4;
/** Rounds after which everything that is made once has been made. */
const WARM = Math.floor(ROUNDS / 4);

let [folder, host]: [string, Host | undefined] = ["", undefined];
afterEach(async () => {
  await host?.close();
  await rm(folder, { recursive: true, force: true });
});

const idOf = (i: number) => ({ tenant: `ten_${i % 4}`, app: `app_${i}`, generation: "gen_1" });
const key = async (tenant: string) => ({
  id: `dek_${tenant}`,
  bytes: createHash("sha256").update(tenant).digest(),
});

/** Open files and resident megabytes of a process. */
function held(pid: number): { handles: number; megabytes: number } {
  const [, kb] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return { handles: readdirSync(`/proc/${pid}/fd`).length, megabytes: Number(kb) / 1024 };
}

/** The most of the last few rounds: what is open moves up and down with what is asked. */
const most = (values: readonly number[]) => Math.max(...values.slice(-Math.ceil(WARM / 2)));

test("a host that opens, answers, fails, is asked less and closes for long holds no more than at first", async (context) => {
  if (!existsSync("/proc/self/fd"))
    return context.skip("memory and handles of a process are read from /proc");
  folder = await mkdtemp(join(tmpdir(), "tenantry-soak-"));
  const generations = createLocalGenerationStore({ folder: join(folder, "generations"), log: silentLogger });
  for (let i = 0; i < APPS; i++) {
    const plain = join(folder, `${randomBytes(6).toString("hex")}.duckdb`);
    const rows = Array.from({ length: 2000 }, (_, n) => [`o${n % 50}`, n]);
    const fields = { Owner: "VARCHAR", Amount: "INTEGER" };
    await createGenerationFile(plain, [{ name: "Sales", fields, rows }]);
    await generations.put(idOf(i), await key(idOf(i).tenant), plain);
    await rm(plain);
  }
  const budget = { maxBytes: 256 * MEBIBYTE, memoryBytes: 64 * MEBIBYTE, codeBytes: 16 * MEBIBYTE };
  const entry = await bundledEntry("engine-host");
  const asked = new Host({
    ...{ generations, key, entry, log: silentLogger, folder, timeoutMs: 30_000 },
    ...budget,
  });
  host = asked;
  const ask = async (i: number) => {
    const stop = new AbortController();
    const input = {
      dimensions: [i % 5 === 0 ? "Nothing" : "Owner"],
      measures: ["Sum(Amount)", "Count({1} Amount)"],
    };
    const answer = asked.ask(idOf(i % APPS), { kind: "query", input }, stop.signal);
    if (i % 7 === 0) stop.abort(new Error("superseded"));
    return answer.then(
      () => true,
      () => false,
    );
  };
  const seen: ReturnType<typeof held>[] = [];
  let [answered, pid] = [0, 0];
  for (let round = 0; round < ROUNDS; round++) {
    const told = await Promise.all(Array.from({ length: 36 }, (_, i) => ask(round * 36 + i)));
    answered += told.filter(Boolean).length;
    pid = asked.pid ?? 0;
    seen.push(held(pid));
  }
  const [warm, end] = [seen.slice(0, WARM + 1), seen];
  expect(answered).toBeGreaterThan(ROUNDS * 18);
  expect(most(end.map((s) => s.handles))).toBeLessThanOrEqual(Math.max(...warm.map((s) => s.handles)) + 8);
  // In a short run memory still settles.
  if (DEEP)
    expect(most(end.map((s) => s.megabytes))).toBeLessThan(most(warm.map((s) => s.megabytes)) * 1.25 + 24);
}, 1_800_000);
