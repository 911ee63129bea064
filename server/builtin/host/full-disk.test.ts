import { randomBytes } from "node:crypto";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, type TestContext, test } from "vitest";
import { createLocalGenerationStore } from "@/server/builtin/files/local";
import { bundledEntry } from "@/server/builtin/testing/bundles";
import { silentLogger } from "@/server/shared/logger";
import { eventually } from "@/server/testing/eventually";
import { type SmallDisk, smallDisk } from "@/server/testing/small-disk";
import { createEngineHosts } from "./hosts";
import type { EngineHosts } from "./port";
import { markedTables } from "./testing/marked";
import { type HostsWorld, hostsWorld, keyOf, MEBIBYTE } from "./testing/world";

const id = (app: string, generation = "gen_1") => ({ tenant: "ten_a", app, generation });
const query = { dimensions: [], measures: ["Count(Amount)"] };

/** More bytes than any test leaves of a disk, which nothing makes less of. */
const NOTES = {
  name: "Notes",
  fields: { Note: "VARCHAR" },
  rows: Array.from({ length: 200 }, () => [randomBytes(1024).toString("base64")]),
};

let disk: SmallDisk | undefined;
let world: HostsWorld;
let hosts: EngineHosts | undefined;
beforeEach(async () => {
  world = await hostsWorld();
});
afterEach(async () => {
  await hosts?.close();
  await disk?.close();
  [hosts, disk] = [undefined, undefined];
  await world.close();
});

async function mounted(context: TestContext, bytes = 8 * MEBIBYTE): Promise<SmallDisk> {
  const made = await smallDisk(bytes);
  if (typeof made === "string") return context.skip(made);
  disk = made;
  return made;
}

async function start(scratch: string): Promise<EngineHosts> {
  const entry = await bundledEntry("engine-host");
  const { generations } = world;
  hosts = createEngineHosts({ count: 1, scratch, generations, key: keyOf, entry, log: silentLogger });
  return hosts;
}

describe("the disk of unsealed files", () => {
  test("full: what is open answers on, the rest is refused with advice and leaves nothing, and is answered once there is room", async (context) => {
    const { folder, fill, free } = await mounted(context);
    await Promise.all(["a", "b"].map((app) => world.put(id(app), [...markedTables(1), NOTES], true)));
    const scratch = join(folder, "scratch");
    const engine = await start(scratch);
    const rows = async (app: string) => (await engine.query(id(app), query)).rows;
    expect(await rows("a")).toEqual([[200]]);
    const before = await readdir(join(scratch, "host-0"));
    for (const leave of [0, 4096, 100_000]) {
      await fill(leave);
      await expect(rows("b")).rejects.toMatchObject({
        kind: "unavailable",
        code: "generations.unwritable",
        options: { retryable: true, advice: expect.stringContaining("Free space") },
      });
      expect(await readdir(join(scratch, "host-0"))).toEqual(before);
      expect(engine.stats()).toMatchObject({ open: 1, queries: 0 });
      expect(await rows("a")).toEqual([[200]]);
    }
    await free();
    expect(await rows("b")).toEqual([[200]]);
  });

  test("read-only: what is open answers on and is given up in peace, and the rest is answered once it can be written", async (context) => {
    const { folder, setReadOnly } = await mounted(context);
    await Promise.all(["a", "b"].map((app) => world.put(id(app), markedTables(1))));
    const engine = await start(join(folder, "scratch"));
    const rows = async (app: string) => (await engine.query(id(app), query)).rows;
    expect(await rows("a")).toEqual([[200]]);
    await setReadOnly(true);
    expect(await rows("a")).toEqual([[200]]);
    await expect(rows("b")).rejects.toMatchObject({ code: "generations.unwritable" });
    await engine.release(id("a"));
    await setReadOnly(false);
    expect(await rows("b")).toEqual([[200]]);
    expect(await rows("a")).toEqual([[200]]);
    // What could not be removed then is, with the next one that goes.
    await engine.release(id("b"));
    await eventually(async () => expect(await readdir(join(folder, "scratch", "host-0"))).toHaveLength(1));
  });

  test("read-only when the portal starts: questions are refused until it can be written", async (context) => {
    const { folder, setReadOnly } = await mounted(context);
    await world.put(id("a"), markedTables(1));
    await setReadOnly(true);
    const engine = await start(join(folder, "scratch"));
    const rows = async () => (await engine.query(id("a"), query)).rows;
    await expect(rows()).rejects.toMatchObject({ kind: "unavailable", code: "generations.unwritable" });
    await setReadOnly(false);
    expect(await rows()).toEqual([[200]]);
  });
});

test("a full disk of sealed files refuses a new generation, keeps those that are there, and leaves no half of one", async (context) => {
  const { folder, fill, free } = await mounted(context);
  const store = createLocalGenerationStore({ folder, log: silentLogger });
  const [database, back] = [join(world.folder, "plain"), join(world.folder, "back")];
  await writeFile(database, randomBytes(2 * MEBIBYTE));
  const key = await keyOf("ten_a");
  const put = (generation: string) => store.put(id("a", generation), key, { database, codes: null });
  await put("gen_1");
  for (const leave of [0, 4096, 1.5 * MEBIBYTE]) {
    await fill(leave);
    for (const generation of ["gen_1", "gen_2"])
      await expect(put(generation)).rejects.toMatchObject({ code: "generations.unwritable" });
    expect(await readdir(join(folder, "ten_a", "a"))).toEqual(["gen_1.tgen"]);
    expect(await store.open(id("a"), key, back)).toMatchObject({ bytes: 2 * MEBIBYTE });
  }
  await free();
  await put("gen_2");
  expect(await store.open(id("a", "gen_2"), key, back)).toMatchObject({ bytes: 2 * MEBIBYTE });
});
