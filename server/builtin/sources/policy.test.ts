import { createHash } from "node:crypto";
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { canonicalHost, reachOf } from "./addresses";
import { createSourcePolicy, type SourcePolicyOptions } from "./policy";

function policy(options: Partial<SourcePolicyOptions> = {}) {
  return createSourcePolicy({ localOnly: false, hosts: [], fileFolders: [], uploads: null, ...options });
}

const FORBIDDEN = [
  ["loopback", "127.0.0.1"],
  ["all of loopback", "127.255.3.4"],
  ["loopback in decimal", "2130706433"],
  ["loopback in octal", "0177.0.0.1"],
  ["loopback in hexadecimal", "0x7f000001"],
  ["loopback in two parts", "127.1"],
  ["loopback in mixed parts", "0x7f.0.1"],
  ["loopback in full-width digits", "１２７.0.0.1"],
  ["loopback with ideographic full stops", "127。0。0。1"],
  ["loopback by name", "localhost"],
  ["loopback by name with a dot", "LOCALHOST."],
  ["this network", "0.0.0.0"],
  ["this network, short", "0"],
  ["private 10", "10.0.0.1"],
  ["private 172", "172.31.255.255"],
  ["private 192", "192.168.1.1"],
  ["carrier-grade NAT", "100.64.0.1"],
  ["cloud metadata", "169.254.169.254"],
  ["cloud metadata in decimal", "2852039166"],
  ["link-local", "169.254.1.1"],
  ["documentation", "192.0.2.1"],
  ["benchmarks", "198.18.0.1"],
  ["multicast", "224.0.0.1"],
  ["reserved", "240.0.0.1"],
  ["broadcast", "255.255.255.255"],
  ["IPv6 loopback", "::1"],
  ["IPv6 loopback in brackets", "[::1]"],
  ["IPv6 unspecified", "::"],
  ["mapped loopback", "::ffff:127.0.0.1"],
  ["mapped private in hexadecimal", "::ffff:0a00:0001"],
  ["mapped metadata, written out", "0:0:0:0:0:ffff:a9fe:a9fe"],
  ["compatible loopback", "::127.0.0.1"],
  ["NAT64 of a private address", "64:ff9b::a00:1"],
  ["6to4 of loopback", "2002:7f00:1::"],
  ["Teredo", "2001:0:1::1"],
  ["unique local", "fd12:3456::1"],
  ["IPv6 metadata of a cloud", "fd00:ec2::254"],
  ["IPv6 link-local", "fe80::1"],
  ["IPv6 site-local", "fec0::1"],
  ["IPv6 multicast", "ff02::1"],
  ["IPv6 documentation", "2001:db8::1"],
  ["discard", "100::1"],
] as const;

describe("an address that isn't public", () => {
  test.each(FORBIDDEN)("is refused: %s (%s)", async (_, host) => {
    await expect(policy().resolveHost(host, 5432)).rejects.toMatchObject({ code: "source.forbidden" });
  });

  test.each([
    "",
    " ",
    "a b",
    "http://x",
    "x/y",
    "user@x",
    "x:80",
    "[::1",
    "fe80::1%eth0",
    "x%00y",
    "a\0b",
    "1.2.3.999",
  ])("is no host at all: %j", async (host) => {
    await expect(policy().resolveHost(host, 5432)).rejects.toMatchObject({ code: "source.not_reachable" });
  });

  test("is refused behind a public name, also where only one of its addresses is", async () => {
    for (const addresses of [
      ["10.0.0.5"],
      ["93.184.216.34", "127.0.0.1"],
      ["93.184.216.34", "::ffff:10.0.0.1"],
    ]) {
      const trick = policy({ resolve: async () => addresses });
      await expect(trick.resolveHost("db.example.com", 5432)).rejects.toMatchObject({
        code: "source.forbidden",
      });
    }
  });

  test("is let through where the operator listed host, host and port, or network", async () => {
    const resolve = async () => ["10.1.2.3"];
    const by = (entry: string) => policy({ hosts: [entry], resolve }).resolveHost("DB.internal", 5432);
    for (const entry of ["db.internal", "db.internal:5432", "10.1.0.0/16", "10.1.2.3"])
      expect(await by(entry)).toEqual({ address: "10.1.2.3", listed: true });
    for (const entry of ["db.internal:5433", "10.2.0.0/16", "internal", "x.db.internal"])
      await expect(by(entry)).rejects.toMatchObject({ code: "source.forbidden" });
  });

  test("of this machine and its network is let through where the portal listens here only, metadata still isn't", async () => {
    const local = policy({ localOnly: true });
    for (const host of ["127.0.0.1", "localhost", "192.168.1.20", "::1", "10.0.0.1"])
      expect(await local.resolveHost(host, 5432)).toMatchObject({ listed: true });
    for (const host of ["169.254.169.254", "0.0.0.0", "224.0.0.1", "100.64.0.1", "fe80::1"])
      await expect(local.resolveHost(host, 5432)).rejects.toMatchObject({ code: "source.forbidden" });
  });
});

test("a public name is resolved once and pinned, and isn't taken for a listed one", async () => {
  const answers = [["93.184.216.34"], ["127.0.0.1"]];
  const rebinding = policy({ resolve: async () => answers.shift() ?? [] });
  expect(await rebinding.resolveHost("db.example.com", 5432)).toEqual({
    address: "93.184.216.34",
    listed: false,
  });
});

test("every form of an address has one canonical one", () => {
  expect(canonicalHost("0x7f.1")).toBe("127.0.0.1");
  expect(canonicalHost("[::FFFF:127.0.0.1]")).toBe("127.0.0.1");
  expect(canonicalHost("Bücher.example")).toBe("xn--bcher-kva.example");
  expect(reachOf("2606:4700::1111")).toBe("public");
  expect(reachOf("8.8.8.8")).toBe("public");
  expect(reachOf("not an address")).toBe("never");
});

describe("a file", () => {
  let root: string;
  let allowed: string;
  let uploads: string;
  const files = () => policy({ fileFolders: [allowed], uploads });

  beforeAll(async () => {
    root = await realpath(await mkdtemp(join(tmpdir(), "tenantry-policy-")));
    allowed = join(root, "allowed");
    uploads = join(root, "uploads");
    await mkdir(join(allowed, "deep"), { recursive: true });
    await mkdir(uploads);
    await mkdir(join(root, "allowed-not"));
    await writeFile(join(root, "secret"), "");
    await writeFile(join(root, "allowed-not", "x"), "");
    await writeFile(join(allowed, "deep", "a.csv"), "");
    await writeFile(join(uploads, "b.csv"), "");
    await symlink(join(root, "secret"), join(allowed, "link"));
    await symlink(root, join(allowed, "folder-link"));
    await symlink(join(allowed, "deep", "a.csv"), join(allowed, "good-link"));
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  test("below an allowed folder is found by absolute and by relative path, links followed", async () => {
    const file = join(allowed, "deep", "a.csv");
    expect(await files().resolvePath(file)).toBe(file);
    expect(await files().resolvePath("deep/a.csv")).toBe(file);
    expect(await files().resolvePath(join(allowed, "good-link"))).toBe(file);
    expect(await files().resolvePath(allowed)).toBe(allowed);
    expect(await files().resolvePath("upload:b.csv")).toBe(join(uploads, "b.csv"));
  });

  test("anywhere else is refused alike, whether it exists or not", async () => {
    const outside = [
      join(root, "secret"),
      join(root, "nothing"),
      join(root, "allowed-not", "x"),
      join(allowed, "..", "secret"),
      join(allowed, "link"),
      join(allowed, "folder-link", "secret"),
      "../secret",
      "deep/../../secret",
      "upload:../secret",
      "upload:/../../secret",
      "/etc/passwd",
      "/",
      "a\0b",
      "",
    ];
    for (const path of outside)
      await expect(files().resolvePath(path), path).rejects.toMatchObject({ code: "source.forbidden" });
  });

  test("that is missing below an allowed folder is said to be missing", async () => {
    await expect(files().resolvePath("nothing.csv")).rejects.toMatchObject({ code: "source.file_missing" });
    await expect(policy().resolvePath("upload:b.csv")).rejects.toMatchObject({ code: "source.file_missing" });
  });
});

describe("an uploaded file", () => {
  let uploads: string;
  beforeAll(async () => {
    uploads = await realpath(await mkdtemp(join(tmpdir(), "tenantry-uploads-")));
  });
  afterAll(() => rm(uploads, { recursive: true, force: true }));

  const KINDS = ["sales.csv", "sales.parquet", "sales.qvd"];
  test.each(KINDS)("%s is never read with a byte flipped or missing, wherever", async (name) => {
    const whole = Buffer.from(Array.from({ length: 20_000 }, (_, i) => i % 251));
    const file = join(uploads, name);
    const sums = async () => new Map([[name, createHash("sha256").update(whole).digest("hex")]]);
    const read = () => policy({ uploads, sums }).resolvePath(`upload:${name}`);
    await writeFile(file, whole);
    expect(await read()).toBe(file);
    for (let at = 0; at < whole.length; at += 4096) {
      const flipped = Buffer.from(whole);
      flipped.writeUInt8((whole[at] ?? 0) ^ 128, at);
      for (const content of [flipped, whole.subarray(0, at)]) {
        await writeFile(file, content);
        await expect(read(), `${content.length} bytes, at ${at}`).rejects.toMatchObject({
          code: "source.damaged",
          message: `The file "${name}" is not as it was uploaded.`,
        });
      }
    }
  });

  test("that nobody noted is read as any other", async () => {
    await writeFile(join(uploads, "own.csv"), "a\n1\n");
    const none = policy({ uploads, sums: async () => new Map() });
    expect(await none.resolvePath("upload:own.csv")).toBe(join(uploads, "own.csv"));
  });
});
