import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildEnvironment } from "@/server/setup/build.mjs";
import { freePort } from "@/server/setup/checks.mjs";
import { npmCommand, run } from "@/server/setup/child.mjs";
import { askHealth } from "@/server/setup/portal.mjs";
import { testEnvironment } from "@/server/setup/test-environment.mjs";
import { type CaseSpec, runBench } from "./report";

const LIMIT_MS = 20 * 60_000;
const npm = npmCommand();

/** Seconds of `body` on a fresh clone of the last commit, which is thrown away afterwards. */
async function onFreshClone(body: (folder: string) => Promise<void>): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "tenantry-p11-"));
  try {
    execFileSync("git", ["clone", "--quiet", "--no-hardlinks", process.cwd(), folder]);
    const began = performance.now();
    await body(folder);
    return (performance.now() - began) / 1000;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function mustRun(command: string, args: string[], cwd: string, env: NodeJS.ProcessEnv): Promise<void> {
  const { code, tail } = await run(command, args, { cwd, env });
  if (code !== 0) throw new Error(`${[command, ...args].join(" ")} ended with code ${code}:\n${tail}`);
}

const installAlone = (folder: string) =>
  mustRun(npm.command, [...npm.args, "ci", "--include=dev"], folder, testEnvironment());

async function installAndBuild(folder: string): Promise<void> {
  await installAlone(folder);
  await mustRun(process.execPath, ["node_modules/next/dist/bin/next", "build"], folder, buildEnvironment());
}

/** `npm start` until the first sample tenant is provisioned, as health tells it. */
async function startToSampleTenant(folder: string): Promise<void> {
  const port = await freePort();
  const env = { ...testEnvironment(), PORT: String(port), TENANTRY_DATA: join(folder, "data") };
  const child = spawn(npm.command, [...npm.args, "start"], {
    cwd: folder,
    env,
    detached: true,
    stdio: "pipe",
  });
  let output = "";
  const keep = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-5_000);
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  try {
    await sampleIsProvisioned(child, port);
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}\n${output}`);
  } finally {
    await stopGroup(child);
  }
}

async function sampleIsProvisioned(child: ChildProcess, port: number): Promise<void> {
  const address = { probe: "127.0.0.1", port, url: `http://localhost:${port}` };
  const end = performance.now() + LIMIT_MS;
  while (performance.now() < end) {
    if (child.exitCode !== null) throw new Error(`npm start ended with code ${child.exitCode}`);
    const answer = await askHealth(address);
    if (answer?.status === 200) {
      const { doing, reasons } = JSON.parse(answer.body) as { doing: string | null; reasons: string[] };
      const failed = reasons.find((r) => r.includes("sample world"));
      if (failed) throw new Error(failed);
      if (doing === null) return;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("the sample tenant was not provisioned in 20 minutes");
}

async function stopGroup(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.pid === undefined) return;
  const closed = new Promise((resolve) => child.once("close", resolve));
  process.kill(-child.pid, "SIGTERM");
  await closed;
}

async function freshClone(): Promise<CaseSpec> {
  await onFreshClone(installAlone); // warms npm's cache
  return {
    unit: "s",
    ours: () => onFreshClone(startToSampleTenant),
    yardstick: () => onFreshClone(installAndBuild),
    runs: 2,
    warmups: 0,
  };
}

await runBench("p11", { "fresh-clone": freshClone });
