import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkDataFolder, checkNode, checkPort, freePort, missingCompilers, parsePort } from "./checks.mjs";
import { SetupProblem } from "./problem.mjs";

function problemOf(body: () => unknown): SetupProblem {
  try {
    body();
  } catch (error) {
    if (error instanceof SetupProblem) return error;
    throw error;
  }
  throw new Error("no problem was found");
}

describe("Node", () => {
  it.each(["20.19.0", "20.20.2", "22.0.0", "24.3.1"])("accepts %s", (version) => {
    expect(() => checkNode(version)).not.toThrow();
  });

  it.each(["12.22.0", "18.20.8", "20.18.3"])(
    "refuses %s, says what is needed and how to get it",
    (version) => {
      const problem = problemOf(() => checkNode(version));
      expect(problem.message).toContain("needs Node 20.19 or newer");
      expect(problem.message).toContain(version);
      expect(problem.advice.join(" ")).toContain("Install Node 24");
    },
  );
});

describe("data folder", () => {
  it("is made where absent", () => {
    const folder = join(mkdtempSync(join(tmpdir(), "tenantry-")), "a", "b");
    expect(() => checkDataFolder(folder)).not.toThrow();
  });

  it("that is a file is refused by name", () => {
    const file = join(mkdtempSync(join(tmpdir(), "tenantry-")), "data");
    writeFileSync(file, "");
    const problem = problemOf(() => checkDataFolder(file));
    expect(problem.message).toBe(`The data folder ${file} is a file.`);
    expect(problem.advice.join()).toContain("TENANTRY_DATA");
  });

  it("below a file is refused with the reason", () => {
    const file = join(mkdtempSync(join(tmpdir(), "tenantry-")), "data");
    writeFileSync(file, "");
    expect(problemOf(() => checkDataFolder(join(file, "sub"))).message).toContain(
      "a part of the path is a file",
    );
  });
});

describe("port", () => {
  it("that is free passes", async () => {
    await expect(checkPort("127.0.0.1", await freePort())).resolves.toBeUndefined();
  });

  it("that is taken is refused, with a command that works", async () => {
    const server = createServer();
    const port = await new Promise<number>((resolve) => {
      server.listen(0, "127.0.0.1", () => {
        const address = server.address();
        resolve(typeof address === "object" && address ? address.port : 0);
      });
    });
    const error = await checkPort("127.0.0.1", port).catch((e: unknown) => e);
    server.close();
    expect(error).toBeInstanceOf(SetupProblem);
    expect(String(error)).toContain(`Port ${port} on 127.0.0.1 is taken`);
    if (process.platform === "linux") expect(String(error)).toContain(`(pid ${process.pid})`);
    expect((error as SetupProblem).advice.join()).toContain(`PORT=${port + 1000} npm start`);
  });

  it("on an address that is not this machine's is refused", async () => {
    const error = await checkPort("192.0.2.1", 3999).catch((e: unknown) => e);
    expect(String(error)).toContain("Can't listen on 192.0.2.1:3999");
  });

  it.each(["0", "65536", "80.5", "http"])("setting %s is refused", (text) => {
    expect(problemOf(() => parsePort(text, "PORT", 3000)).message).toBe(`PORT=${text} is no port.`);
  });

  it("setting that is empty means the default", () => {
    expect(parsePort("", "PORT", 3000)).toBe(3000);
  });
});

describe("compiler", () => {
  it("names every tool that an empty path lacks", () => {
    expect(missingCompilers({ PATH: "" })).toEqual(["python3", "make", "c++"]);
  });
});
