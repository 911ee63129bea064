import { randomBytes } from "node:crypto";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { eventually } from "@/server/testing/eventually";
import { Residents } from "./residents";
import { type HostsWorld, hostsWorld, keyOf, MEBIBYTE } from "./testing/world";

const MEMORY = 64 * MEBIBYTE;
const id = (app: string) => ({ tenant: "ten_a", app, generation: "gen_1" });

let world: HostsWorld;
let unsealed: string[];
let closed: string[];
beforeEach(async () => {
  world = await hostsWorld();
  [unsealed, closed] = [[], []];
  await mkdir(world.scratch);
});
afterEach(() => world.close());

async function put(app: string, bytes: number): Promise<void> {
  const database = join(world.folder, "plain");
  await writeFile(database, randomBytes(bytes));
  await world.generations.put(id(app), await keyOf("ten_a"), { database, codes: null });
}

/** Tells which generations it had to unseal. */
function residents(maxBytes: number): Residents {
  return new Residents({
    generations: {
      ...world.generations,
      open: (of, ...rest) => {
        unsealed.push(of.app);
        return world.generations.open(of, ...rest);
      },
    },
    ...{ key: keyOf, folder: world.scratch, maxBytes, codeBytes: MEMORY },
    close: (file) => void closed.push(file),
  });
}

describe("generations within a budget", () => {
  /** What three of these and a half take. */
  const SMALL = 100_000;
  let held: Residents;
  beforeEach(async () => {
    for (const app of ["a", "b", "c", "d"]) await put(app, SMALL);
    const measured = residents(64 * MEBIBYTE);
    measured.release(await measured.acquire(id("a"), MEMORY));
    held = residents(3.5 * measured.bytes);
    measured.shrink();
    unsealed = [];
  });
  /** Asks in this order. @returns those that were not open any more */
  const ask = async (...apps: string[]) => {
    for (const app of apps) held.release(await held.acquire(id(app), MEMORY));
    return unsealed.splice(0);
  };

  test("go in the order in which they were last asked, no more than others need", async () => {
    expect(await ask("a", "b", "c", "a")).toEqual(["a", "b", "c"]);
    // b was asked longest ago.
    expect(await ask("d", "a", "c", "d")).toEqual(["d"]);
    expect(await ask("b", "c", "d", "b")).toEqual(["b"]);
    expect(await ask("a", "d", "b", "a")).toEqual(["a"]);
    expect(held.open).toBe(3);
  });

  test("go by their bytes: a large one takes the places of those two that were asked longest ago", async () => {
    await put("large", SMALL + 1.4 * MEBIBYTE);
    await ask("a", "b", "c", "a");
    expect(await ask("large", "a")).toEqual(["large"]);
    expect(held.open).toBe(2);
    expect(await ask("b", "a", "large")).toEqual(["b", "large"]);
  });

  test("stay while somebody uses them, and their files no longer than they are open", async () => {
    const used = [
      await held.acquire(id("a"), MEMORY),
      await held.acquire(id("b"), MEMORY),
      await held.acquire(id("c"), MEMORY),
    ];
    const waits = held.acquire(id("d"), MEMORY);
    for (const one of used) held.release(one);
    held.release(await waits);
    expect(await ask("b", "c")).toEqual(["a", "b", "c", "d"]);
    held.shrink();
    expect(closed).toHaveLength(5);
    await eventually(async () => expect(await readdir(world.scratch)).toEqual([]));
  });
});
