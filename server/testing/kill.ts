import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { bundling } from "@/server/setup/bundles.mjs";

/** A program that is killed with -9 and begun again until it is done. It says READY before its work and DONE after it. */
export interface MortalProcess {
  /** Runs it to its end, or kills it so many ms after it was ready. */
  live(killAfterMs: number | null): Promise<"done" | "killed">;
  /** Kills the one that lives now. */
  kill(): void;
  /** Kills it so often, each time at another moment, then lets it end. @returns how many kills came in time */
  liveThrough(kills: number, spreadMs: number): Promise<number>;
  remove(): void;
}

/** @param entry the program's source @param args what it is begun with each time */
export async function mortal(entry: string, args: () => string[]): Promise<MortalProcess> {
  const cache = resolve("node_modules/.cache");
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, "mortal-"));
  const program = join(folder, "child.mjs");
  await build({ ...bundling(resolve(".")), entryPoints: { child: entry }, outdir: folder, write: true });
  let child: ChildProcess | undefined;
  const live = (killAfterMs: number | null) => {
    child = spawn(process.execPath, [program, ...args()], { stdio: ["ignore", "pipe", "pipe"] });
    return endOf(child, killAfterMs);
  };
  return {
    live,
    kill: () => void child?.kill("SIGKILL"),
    async liveThrough(kills, spreadMs) {
      let killed = 0;
      // By the golden ratio: however few moments, they lie far from each other.
      for (let i = 0; i < kills; i++) {
        const moment = 5 + Math.round(((i * 0.618) % 1) * spreadMs);
        if ((await live(moment)) === "killed") killed++;
      }
      if ((await live(null)) !== "done") throw new Error("the child was killed by somebody else");
      return killed;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function endOf(child: ChildProcess, killAfterMs: number | null): Promise<"done" | "killed"> {
  return new Promise((settle, reject) => {
    let [out, errors] = ["", ""];
    child.stderr?.on("data", (data) => {
      errors += data;
    });
    child.stdout?.on("data", (data) => {
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
