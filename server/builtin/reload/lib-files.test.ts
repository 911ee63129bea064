import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LibFiles } from "./lib-files";
import { testReload } from "./testing/jobs";

let root: string;
let files: LibFiles;

beforeAll(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), "lib-")));
  await mkdir(join(root, "data/2026"), { recursive: true });
  await mkdir(join(root, "templates"));
  for (const name of ["data/a.csv", "data/b.csv", "data/2026/c.csv", "data/x.txt", "outside.csv"])
    await writeFile(join(root, name), "n\n1\n");
  await writeFile(join(root, "templates/hash1"), "SET x = 1;");
  await symlink(join(root, "outside.csv"), join(root, "data/link.csv"));
  const { job } = testReload("r1", [], {
    slots: { csv: "Files" },
    connections: {
      Files: { kind: "csv", properties: { path: "data" }, secretHmac: null },
      One: { kind: "csv", properties: { files: ["data/a.csv", "data/x.txt"] }, secretHmac: null },
      Shop: { kind: "postgres", properties: { host: "db" }, secretHmac: null },
    },
    files: [{ path: "lib/common.qvs", sha256: "hash1" }],
    folders: { generations: "", templates: join(root, "templates"), stored: join(root, "stored") },
  });
  const resolvePath = async (path: string) => join(root, path);
  const resolve = (name: string) => job.slots[name] ?? name;
  files = new LibFiles({ ...job, file: "", spill: "" }, resolvePath, { resolve });
});
afterAll(() => rm(root, { recursive: true, force: true }));

const at = (...names: string[]) => names.map((n) => join(root, n));

describe("files a script may name", () => {
  test("are those of the connection's folder or list, by slot or name, with wildcards within a name", async () => {
    expect(await files.read("lib://Files/a.csv")).toEqual(at("data/a.csv"));
    expect(await files.read("lib://csv/[ab].csv").catch((e) => e.code)).toBe("source.file_missing");
    expect(await files.read("lib://csv/?.csv")).toEqual(at("data/a.csv", "data/b.csv"));
    expect(await files.read("lib://Files/20*/*.csv")).toEqual(at("data/2026/c.csv"));
    expect(await files.read("lib://One/*.csv")).toEqual(at("data/a.csv"));
    expect(await files.read("lib://Template/lib/common.qvs")).toEqual(at("templates/hash1"));
  });

  test.each([
    "lib://Files/../outside.csv",
    "lib://Files/link.csv",
    "lib://Files/2026/../a.csv",
    "lib://Files//etc/passwd",
    "lib://Files/a\\b.csv",
    "lib://Shop/a.csv",
    "/etc/passwd",
    "a.csv",
  ])("%s is refused", async (path) => {
    await expect(files.read(path)).rejects.toMatchObject({ code: "source.forbidden" });
  });

  test("a file that is not there is named", async () => {
    await expect(files.read("lib://Files/none.csv")).rejects.toMatchObject({ code: "source.file_missing" });
    await expect(files.read("lib://Stored/none.csv")).rejects.toMatchObject({ code: "source.file_missing" });
  });

  test("are written only into the tenant's own space, and read from there", async () => {
    const target = await files.write("lib://Stored/out/sales.csv");
    await writeFile(target, "n\n1\n");
    expect(await files.read("lib://stored/out/*.csv")).toEqual(at("stored/out/sales.csv"));
    for (const path of ["lib://Files/a.csv", "lib://Stored/../a.csv", "lib://Stored/*.csv"])
      await expect(files.write(path)).rejects.toMatchObject({ code: "source.forbidden" });
  });

  test("are included from the template only", async () => {
    expect(await files.include("lib/common.qvs")).toBe("SET x = 1;");
    expect(await files.include("lib://Template/lib/common.qvs")).toBe("SET x = 1;");
    expect(await files.include("../outside.csv")).toBeNull();
  });
});
