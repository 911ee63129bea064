import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { isOwnerAlive, newOwner, registerOwner } from "./owner";

describe("owners of runs", () => {
  it("of this process live from their registration to its end", () => {
    const owner = newOwner();
    expect(isOwnerAlive(owner)).toBe(false);
    const release = registerOwner(owner);
    expect(isOwnerAlive(owner)).toBe(true);
    expect(isOwnerAlive(newOwner())).toBe(false);
    release();
    expect(isOwnerAlive(owner)).toBe(false);
  });

  it("of another process live as long as it does", async () => {
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    const owner = `${child.pid}::x`;
    expect(isOwnerAlive(owner)).toBe(true);
    const gone = new Promise((done) => child.on("exit", done));
    child.kill("SIGKILL");
    await gone;
    expect(isOwnerAlive(owner)).toBe(false);
  });

  it.runIf(existsSync("/proc/self/stat"))("are not mistaken for a later process with the same pid", () => {
    const [pid, start, instance] = newOwner().split(":");
    const earlier = `${pid}:${start?.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10))}:${instance}`;
    const release = registerOwner(earlier);
    expect(isOwnerAlive(earlier)).toBe(false);
    release();
  });

  it("that make no sense are dead", () => {
    for (const nonsense of ["", "x", "-1:a:b", "0:a:b", "embedded"])
      expect(isOwnerAlive(nonsense)).toBe(false);
  });
});
