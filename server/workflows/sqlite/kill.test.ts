import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { asc } from "drizzle-orm";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSqliteStore } from "@/db/store.sqlite";
import { bundling } from "@/server/setup/bundles.mjs";

const KILLS = 20;
const RUNS = 120;
const CHILD = fileURLToPath(new URL("../testing/kill-child.ts", import.meta.url));

/** The child as one file: it starts several times as fast as its sources. Packages are found from beside it. */
async function bundle(): Promise<string> {
  const parent = resolve("node_modules/.cache");
  mkdirSync(parent, { recursive: true });
  const outdir = mkdtempSync(join(parent, "kill-"));
  await build({ ...bundling(resolve(".")), entryPoints: { child: CHILD }, outdir, write: true });
  return join(outdir, "child.mjs");
}

/** Runs the child until it is done, or kills it so many ms after it was ready. */
function live(args: string[], killAfterMs: number | null): Promise<"done" | "killed"> {
  return new Promise((settle, reject) => {
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
    let [out, errors] = ["", ""];
    child.stderr.on("data", (data) => {
      errors += data;
    });
    child.stdout.on("data", (data) => {
      const first = !out;
      out += data;
      if (first && killAfterMs !== null) setTimeout(() => child.kill("SIGKILL"), killAfterMs);
    });
    // Not at its exit: what it wrote last may be read after that.
    child.on("close", (_code, signal) => {
      if (out.includes("DONE")) settle("done");
      else if (signal === "SIGKILL") settle("killed");
      else reject(new Error(`the child ended early: ${out}${errors}`));
    });
  });
}

describe(`kill -9, ${KILLS} times`, () => {
  const folder = mkdtempSync(join(tmpdir(), "tenantry-kill-"));
  const [file, ledger] = [join(folder, "runs.db"), join(folder, "ledger")];
  let child = "";
  let kills = 0;
  let lines: string[][] = [];

  beforeAll(async () => {
    writeFileSync(ledger, "");
    child = await bundle();
    const args = [child, file, ledger, String(RUNS)];
    let state: "done" | "killed" = "killed";
    while (state === "killed" && kills < KILLS) {
      state = await live(args, Math.random() * 60);
      if (state === "killed") kills += 1;
    }
    if (state === "killed") await live(args, null);
    const text = readFileSync(ledger, "utf8").trim();
    lines = text.split("\n").map((line) => line.split(" "));
  }, 120_000);

  afterAll(() => {
    rmSync(folder, { recursive: true });
    rmSync(dirname(child), { recursive: true });
  });

  it("was killed as often as it says", () => {
    expect(kills).toBe(KILLS);
  });

  it("loses no effect", () => {
    const effects = new Set(lines.filter(([kind]) => kind === "E").map(([, key]) => key));
    expect(effects.size).toBe(RUNS * (3 + 2 * 3));
  });

  it("runs no completed step again", () => {
    // A step is completed once a later one of its run has begun.
    const begun = new Map<string, number>();
    for (const [kind, key = ""] of lines) {
      if (kind !== "S") continue;
      const [, run = "", seq = "0"] = /^(.*):(\d+):[^:]*$/.exec(key) ?? [];
      expect(Number(seq), key).toBeGreaterThanOrEqual(begun.get(run) ?? 0);
      begun.set(run, Number(seq));
    }
  });

  it("counts tries on over crashes", () => {
    const attempts = new Map<string, number>();
    for (const [kind, key = "", attempt] of lines) {
      if (kind !== "S") continue;
      expect(Number(attempt), key).toBeGreaterThan(attempts.get(key) ?? 0);
      attempts.set(key, Number(attempt));
    }
  });

  it("tells every emitted event exactly once, and ends every run well", async () => {
    const store = await openSqliteStore(file);
    const { runEvents, workflowRuns } = store.tables;
    const events = await store.read.select().from(runEvents).orderBy(asc(runEvents.id));
    const told = events.filter((event) => event.type === "told").map((e) => `${e.runId} ${e.data.name}`);
    expect(told).toHaveLength(RUNS * 6);
    expect(new Set(told).size).toBe(told.length);
    const runs = await store.read.select().from(workflowRuns);
    await store.close();
    expect(runs.filter((run) => run.state !== "succeeded" || run.owner !== null)).toEqual([]);
    expect(runs).toHaveLength(RUNS * 3);
  });
});
