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
  for (const name of [
    "data/a.csv",
    "data/b.csv",
    "data/2026/c.csv",
    "data/x.txt",
    "data/x.xlsx",
    "outside.csv",
  ])
    await writeFile(join(root, name), "n\n1\n");
  await writeFile(join(root, "templates/hash1"), "SET x = 1;");
  await writeFile(join(root, "templates/hash9"), "SET y = 1;");
  await mkdir(join(root, "linked"));
  await mkdir(join(root, "away"));
  await writeFile(join(root, "away/far.csv"), "n\n1\n");
  await symlink(join(root, "away"), join(root, "linked/away"));
  await symlink(join(root, "outside.csv"), join(root, "linked/away.csv"));
  await symlink(join(root, "outside.csv"), join(root, "data/link.csv"));
  const { job } = testReload("r1", [], {
    slots: { csv: "Files" },
    connections: {
      Files: { kind: "csv", properties: { path: "data" }, secretHmac: null },
      One: { kind: "csv", properties: { files: ["data/a.csv", "data/x.txt"] }, secretHmac: null },
      Linked: { kind: "csv", properties: { path: "linked" }, secretHmac: null },
      Uploads: {
        kind: "files",
        properties: { files: { o: "upload:data/a.csv", p: ["upload:data/x.xlsx#Sheet 1"] } },
        secretHmac: null,
      },
      Both: {
        kind: "files",
        properties: { folder: "data/2026", files: { c: "c.csv", a: "upload:data/b.csv" } },
        secretHmac: null,
      },
      Bucket: { kind: "s3", properties: { files: ["data/a.csv"] }, secretHmac: null },
      Shop: { kind: "postgres", properties: { host: "db" }, secretHmac: null },
    },
    files: [
      { path: "lib/common.qvs", sha256: "hash1" },
      { path: "lib/a.qvs", sha256: "hash9" },
    ],
    folders: { generations: "", templates: join(root, "templates"), stored: join(root, "stored") },
  });
  const resolvePath = async (path: string) => join(root, path.replace(/^upload:/, ""));
  const resolve = (name: string) => job.slots[name] ?? name;
  files = new LibFiles({ ...job, file: "", spill: "" }, resolvePath, { resolve });
});
afterAll(() => rm(root, { recursive: true, force: true }));

const at = (...names: string[]) => names.map((n) => join(root, n));
const paths = async (lib: string) => (await files.list(lib)).map((f) => f.path);

describe("files a script may name", () => {
  test("are those of the connection's folder or list, by slot or name, with wildcards within a name", async () => {
    expect(await files.list("lib://Files/a.csv")).toEqual([
      { path: join(root, "data/a.csv"), lib: "lib://Files/a.csv", bytes: 4, modified: expect.any(Date) },
    ]);
    expect(await paths("lib://csv/[ab].csv")).toEqual([]);
    expect(await paths("lib://csv/?.csv")).toEqual(at("data/a.csv", "data/b.csv"));
    expect(await files.list("lib://Files/20*/*.csv")).toMatchObject([
      { path: join(root, "data/2026/c.csv"), lib: "lib://Files/2026/c.csv" },
    ]);
    expect(await paths("lib://One/*.csv")).toEqual(at("data/a.csv"));
    expect(await files.list("lib://Template/lib/common.qvs")).toMatchObject([
      { path: join(root, "templates/hash1"), lib: "lib://Template/lib/common.qvs" },
    ]);
  });

  test("are those a connection of files declares, uploads and workbooks too; with a folder all of it", async () => {
    expect(await paths("lib://Uploads/*")).toEqual(at("data/a.csv", "data/x.xlsx"));
    expect(await paths("lib://Both/*.csv")).toEqual(at("data/b.csv", "data/2026/c.csv"));
    await expect(files.list("lib://Bucket/a.csv")).rejects.toMatchObject({ code: "source.forbidden" });
  });

  test("come by their names, also where they are kept under others", async () => {
    expect((await files.list("lib://Template/*/*.qvs")).map((f) => f.lib)).toEqual([
      "lib://Template/lib/a.qvs",
      "lib://Template/lib/common.qvs",
    ]);
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
    await expect(files.list(path)).rejects.toMatchObject({ code: "source.forbidden" });
    const folders = files.folders(path);
    // A link to a file is no folder.
    if (path.endsWith("link.csv")) expect(await folders).toEqual([]);
    else await expect(folders).rejects.toMatchObject({ code: "source.forbidden" });
  });

  test("are none where there is none", async () => {
    expect(await files.list("lib://Files/none.csv")).toEqual([]);
    expect(await files.list("lib://Stored/none.csv")).toEqual([]);
    expect(await files.folders("lib://Stored/*")).toEqual([]);
  });

  test("stand in folders that can be listed, of the named place only", async () => {
    expect(await files.folders("lib://Files/*")).toEqual(["lib://Files/2026"]);
    expect(await files.folders("lib://Files/2026/*")).toEqual([]);
    expect(await files.folders("lib://Template/*")).toEqual(["lib://Template/lib"]);
    expect(await files.folders("lib://One/*")).toEqual([]);
  });

  test("links that lead out of the folder are refused, whatever names them", async () => {
    await expect(files.list("lib://Files/l*.csv")).rejects.toMatchObject({ code: "source.forbidden" });
    await expect(files.list("lib://Linked/*.csv")).rejects.toMatchObject({ code: "source.forbidden" });
    await expect(files.list("lib://Linked/away/*.csv")).rejects.toMatchObject({ code: "source.forbidden" });
    expect(await files.folders("lib://Linked/*")).toEqual([]);
  });

  test("are written only into the tenant's own space, and read from there", async () => {
    const target = await files.write("lib://Stored/out/sales.csv");
    await writeFile(target, "n\n1\n");
    expect(await paths("lib://stored/out/*.csv")).toEqual(at("stored/out/sales.csv"));
    expect(await files.folders("lib://stored/o*")).toEqual(["lib://stored/out"]);
    for (const path of ["lib://Files/a.csv", "lib://Stored/../a.csv", "lib://Stored/*.csv"])
      await expect(files.write(path)).rejects.toMatchObject({ code: "source.forbidden" });
  });

  test("are included from the template only", async () => {
    expect(await files.include("lib/common.qvs")).toBe("SET x = 1;");
    expect(await files.include("lib://Template/lib/common.qvs")).toBe("SET x = 1;");
    for (const path of [
      "../outside.csv",
      "lib://Template/../outside.csv",
      "lib/../../outside.csv",
      "/etc/passwd",
      "hash1",
      "lib://Files/a.csv",
      "lib/Common.qvs",
      "lib",
    ])
      expect(await files.include(path)).toBeNull();
  });
});
