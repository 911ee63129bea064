import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { FIRST_OWNER_EMAIL } from "@/server/users/owner";
import { freePort } from "./checks.mjs";
import { ownerPasswordLines } from "./owner-password.mjs";
import { portalAddress, waitUntilReady } from "./portal.mjs";

describe("address", () => {
  it("is this machine's by default, and shown as localhost", () => {
    expect(portalAddress({})).toEqual({
      host: "127.0.0.1",
      port: 3000,
      url: "http://localhost:3000",
      probe: "127.0.0.1",
    });
  });

  it("of all networks is probed here and shown as TENANTRY_URL says", () => {
    const address = portalAddress({
      HOST: "0.0.0.0",
      PORT: "8080",
      TENANTRY_URL: "https://portal.example.com/",
    });
    expect(address).toEqual({
      host: "0.0.0.0",
      port: 8080,
      url: "https://portal.example.com",
      probe: "127.0.0.1",
    });
  });
});

describe("readiness", () => {
  it("is awaited until health says so, under the name the portal answers to", async () => {
    const port = await freePort();
    let asked = 0;
    const hosts: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      hosts.push(request.headers.host);
      asked += 1;
      response.statusCode = asked < 3 ? 503 : 200;
      response.end(`{"asked":${asked}}`);
    });
    const waiting = waitUntilReady(
      { probe: "127.0.0.1", port, url: "https://portal.example.com" },
      { everyMs: 1 },
    );
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    expect(await waiting).toEqual({ ready: true, last: `{"asked":3}` });
    expect(new Set(hosts)).toEqual(new Set(["portal.example.com"]));
    server.close();
  });

  it("that never comes tells the last answer", async () => {
    const server = createServer((_, response) => {
      response.statusCode = 503;
      response.end("migrating");
    });
    const port = await freePort();
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    const result = await waitUntilReady(
      { probe: "127.0.0.1", port, url: "http://x" },
      { timeoutMs: 50, everyMs: 5 },
    );
    expect(result).toEqual({ ready: false, last: "503 migrating" });
    server.close();
  });
});

describe("one-time owner password", () => {
  it("is shown once, then only its place, then nothing; a new one is shown again", () => {
    const data = mkdtempSync(join(tmpdir(), "tenantry-owner-"));
    const file = join(data, "first-owner-password");
    expect(ownerPasswordLines(data)).toEqual([]);
    writeFileSync(file, "horse-battery\n", { mode: 0o600 });
    expect(ownerPasswordLines(data).join("\n")).toMatch(
      new RegExp(`${FIRST_OWNER_EMAIL}[\\s\\S]*horse-battery`),
    );
    expect(ownerPasswordLines(data).join("\n")).not.toContain("horse-battery");
    expect(ownerPasswordLines(data).join("\n")).toContain(file);
    utimesSync(file, new Date(), new Date(Date.now() + 60_000));
    expect(ownerPasswordLines(data).join("\n")).toContain("horse-battery");
    rmSync(file);
    expect(ownerPasswordLines(data)).toEqual([]);
    expect(() => statSync(`${file}.shown`)).toThrow();
  });
});

describe("stop signals", () => {
  const program = (body: string, graceMs = 60_000) => {
    const folder = mkdtempSync(join(tmpdir(), "tenantry-signals-"));
    const child = join(folder, "child.mjs");
    writeFileSync(child, body);
    const parent = join(folder, "parent.mjs");
    writeFileSync(
      parent,
      `import { spawn } from "node:child_process";
       import { superviseChild } from ${JSON.stringify(new URL("./signals.mjs", import.meta.url).href)};
       const child = spawn(process.execPath, [${JSON.stringify(child)}], { stdio: "inherit" });
       process.exitCode = await superviseChild(child, { graceMs: ${graceMs} });`,
    );
    chmodSync(parent, 0o755);
    return parent;
  };

  function ended(child: ChildProcess): Promise<{ code: number | null; output: string }> {
    let output = "";
    child.stdout?.on("data", (chunk) => {
      const wasUp = output.includes("up");
      output += chunk;
      if (!wasUp && output.includes("up")) child.kill("SIGTERM");
    });
    return new Promise((resolve) => child.once("close", (code) => resolve({ code, output })));
  }

  it("reach the portal, which drains, and the exit code is 0", async () => {
    const parent = program(
      `const alive = setInterval(() => {}, 1000);
       process.on("SIGTERM", () => { console.log("drained"); clearInterval(alive); });
       console.log("up");`,
    );
    const result = await ended(spawn(process.execPath, [parent], { stdio: ["ignore", "pipe", "inherit"] }));
    expect(result).toEqual({ code: 0, output: "up\ndrained\n" });
  });

  it("end a portal that does not drain in time, and the exit code says so", async () => {
    const parent = program(
      `setInterval(() => {}, 1000); process.on("SIGTERM", () => {}); console.log("up");`,
      200,
    );
    const result = await ended(spawn(process.execPath, [parent], { stdio: ["ignore", "pipe", "inherit"] }));
    expect(result.code).toBe(137);
  });

  it("are not needed where npm and its shell are gone: the portal drains as well", async () => {
    const parent = program(
      `const alive = setInterval(() => {}, 1000);
       process.on("SIGTERM", () => { console.log("drained"); clearInterval(alive); });
       console.log("up");`,
    );
    const env = { ...process.env, npm_lifecycle_event: "start" };
    // The shell has a second command, so that it stays between us and the program, as npm's does.
    const shell = spawn("sh", ["-c", `"$0" "$1"; true`, process.execPath, parent], {
      stdio: ["ignore", "pipe", "inherit"],
      env,
    });
    const result = await ended(shell);
    expect(result.output).toBe("up\ndrained\n");
  });

  it("are not needed for a portal that ends by itself: its exit code is kept", async () => {
    const parent = program(`console.log("down"); process.exitCode = 7;`);
    const result = await ended(spawn(process.execPath, [parent], { stdio: ["ignore", "pipe", "inherit"] }));
    expect(result.code).toBe(7);
  });
});
