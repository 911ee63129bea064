import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { localTokenFile, readLocalToken } from "@/server/api/local-token";
import { bundlesAreCurrent } from "@/server/setup/build.mjs";
import { buildBundles, bundle } from "@/server/setup/bundles.mjs";

const ROOT = process.cwd();

let built: Promise<void> | undefined;

/** The processes' bundles of the build, made where they are not current, and the portal's for tests beside them. */
export function buildProcesses(): Promise<void> {
  built ??= makeBundles();
  return built;
}

async function makeBundles(): Promise<void> {
  if (!bundlesAreCurrent()) await buildBundles();
  await bundle({ portal: "server/testing/portal-entry.ts" });
}

export interface PortalProcess {
  child: ChildProcess;
  url: string;
  /** Calls the REST API with the local admin token. */
  call<T>(method: string, path: string, body?: unknown): Promise<T>;
  /** Resolves with the exit: a signal, or a code. */
  ended: Promise<NodeJS.Signals | number>;
  stop(): Promise<void>;
  output(): string;
}

export interface PortalOptions {
  data: string;
  port: number;
  args?: string[];
  env?: Record<string, string>;
}

export function newDataFolder(): string {
  return mkdtempSync(join(tmpdir(), "tenantry-portal-"));
}

/** Starts the portal's process; resolves when it answers, or when it ended before (`ready` false). */
export async function startPortal(options: PortalOptions): Promise<PortalProcess & { ready: boolean }> {
  await buildProcesses();
  const child = spawn(process.execPath, ["dist/portal.mjs", ...(options.args ?? [])], {
    cwd: ROOT,
    env: {
      ...process.env,
      NODE_ENV: "production",
      TENANTRY_BUILT: "1",
      TENANTRY_SAMPLE: "off",
      TENANTRY_LOG: "info",
      TENANTRY_DATA: options.data,
      PORT: String(options.port),
      ...options.env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  const ended = once(child, "exit").then(([code, signal]) => (signal ?? code) as NodeJS.Signals | number);
  const ready = new Promise<boolean>((done) => {
    child.stdout.on("data", (d: Buffer) => {
      text += d.toString();
      if (text.includes("READY")) done(true);
    });
    child.stderr.on("data", (d: Buffer) => {
      text += d.toString();
    });
    void ended.then(() => done(false));
  });
  const url = `http://127.0.0.1:${options.port}`;
  return {
    child,
    url,
    ended,
    ready: await ready,
    output: () => text,
    async call<T>(method: string, path: string, body?: unknown): Promise<T> {
      const token = readLocalToken(options.data);
      if (!token) throw new Error(`no ${localTokenFile(options.data)}`);
      const response = await fetch(`${url}/api/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const answer = await response.text();
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${answer}`);
      return (answer ? JSON.parse(answer) : undefined) as T;
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
      await ended;
    },
  };
}
