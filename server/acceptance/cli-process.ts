import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { buildProcesses } from "@/server/testing/portal-process";

export interface CliResult {
  code: number;
  stdout: string;
  stderr: string;
  /** Each line of stdout as JSON; throws where one is none. */
  lines(): Record<string, unknown>[];
}

/** Runs the `tenantry` command as a person would, on a data folder. */
export async function tenantry(
  data: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<CliResult> {
  await buildProcesses();
  const child = spawn(process.execPath, [resolve("dist/cli.mjs"), ...args], {
    env: { ...process.env, NODE_ENV: "production", TENANTRY_BUILT: "1", TENANTRY_DATA: data, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (d: Buffer) => {
    stdout += d.toString();
  });
  child.stderr.on("data", (d: Buffer) => {
    stderr += d.toString();
  });
  const [code] = await once(child, "close");
  const lines = () =>
    stdout
      .trim()
      .split("\n")
      .map((l) => JSON.parse(l) as Record<string, unknown>);
  return { code: Number(code), stdout, stderr, lines };
}
