import { spawn } from "node:child_process";
import { get } from "node:http";
import { join } from "node:path";
import { parsePort } from "./checks.mjs";
import { ROOT } from "./paths.mjs";

const EVERYWHERE = new Set(["0.0.0.0", "::", "[::]"]);

/**
 * Where the portal will listen and under which address people find it.
 * @param {Record<string, string | undefined>} env
 */
export function portalAddress(env = process.env) {
  const host = env.HOST || "127.0.0.1";
  const port = parsePort(env.PORT, "PORT", 3000);
  const local = host === "127.0.0.1" || host === "::1" || host === "[::1]" || EVERYWHERE.has(host);
  const url = (env.TENANTRY_URL || `http://${local ? "localhost" : host}:${port}`).replace(/\/$/, "");
  return { host, port, url, probe: EVERYWHERE.has(host) ? "127.0.0.1" : host.replace(/^\[|\]$/g, "") };
}

/**
 * Starts the built portal as a child. Its signals are its own: it drains before it ends.
 * @param {{ host: string, port: number }} address
 * @param {{ root?: string, env?: NodeJS.ProcessEnv, dev?: boolean, stdio?: import("node:child_process").StdioOptions }} [options]
 */
export function spawnPortal(address, options = {}) {
  const { root = ROOT, env = process.env, dev = false, stdio = "inherit" } = options;
  const next = join(root, "node_modules", "next", "dist", "bin", "next");
  return spawn(
    process.execPath,
    [next, dev ? "dev" : "start", "-H", address.host, "-p", String(address.port)],
    {
      cwd: root,
      stdio,
      env: {
        ...env,
        HOST: address.host,
        PORT: String(address.port),
        NODE_ENV: dev ? "development" : "production",
        TENANTRY_BUILT: dev ? "0" : "1",
        NEXT_MANUAL_SIG_HANDLE: "true",
        NEXT_TELEMETRY_DISABLED: "1",
      },
    },
  );
}

/**
 * Asks the health address once.
 * @param {{ probe: string, port: number, url: string }} address
 * @returns {Promise<{ status: number, body: string } | null>} null while nothing answers
 */
export function askHealth(address, path = "/api/health/ready") {
  return new Promise((resolve) => {
    const headers = { host: new URL(address.url).host, accept: "application/json" };
    const request = get(
      { host: address.probe, port: address.port, path, headers, timeout: 10_000 },
      (response) => {
        let body = "";
        response.setEncoding("utf8");
        response.on("data", (chunk) => {
          body += chunk;
        });
        response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
        response.on("error", () => resolve(null));
      },
    );
    request.on("timeout", () => request.destroy());
    request.on("error", () => resolve(null));
  });
}

/**
 * Waits until the portal says it is ready.
 * @param {{ probe: string, port: number, url: string }} address
 * @param {{ signal?: AbortSignal, timeoutMs?: number, everyMs?: number }} [options]
 * @returns {Promise<{ ready: boolean, last: string }>} `last`: what it said last, empty if it never answered
 */
export async function waitUntilReady(address, options = {}) {
  const { signal, timeoutMs = 120_000, everyMs = 100 } = options;
  const end = performance.now() + timeoutMs;
  let last = "";
  while (!signal?.aborted && performance.now() < end) {
    const answer = await askHealth(address);
    if (answer?.status === 200) return { ready: true, last: answer.body };
    if (answer) last = `${answer.status} ${answer.body}`.slice(0, 500);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  return { ready: false, last };
}
