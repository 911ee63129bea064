import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { bundledSource } from "@/server/builtin/testing/bundles";
import { alive } from "./testing/alive";

let folder: string;
let portal: ChildProcess;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "orphans-"));
  const { file, execArgv } = await bundledSource("server/builtin/reload/testing/parent.ts");
  portal = fork(file, [], { execArgv });
});
afterEach(async () => {
  portal.kill("SIGKILL");
  await rm(folder, { recursive: true, force: true });
});

test.each([
  ["waits", ["log up", "wait"]],
  ["holds its event loop", ["log up", "spin"]],
])("a reload that %s ends when its portal is killed", async (_how, orders) => {
  const entry = await bundledSource("server/builtin/reload/testing/puppet.ts");
  portal.send({ folder, orders, entry });
  const [pid] = (await once(portal, "message")) as [number];
  expect(alive(pid)).toBe(true);
  portal.kill("SIGKILL");
  await vi.waitFor(() => expect(alive(pid)).toBe(false), { timeout: 10_000, interval: 20 });
});
