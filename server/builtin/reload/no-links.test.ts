import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { runAttempt } from "./child";
import type { ParentLink } from "./parent-link";
import { testReload } from "./testing/jobs";
import { removeWork, workFiles } from "./work-files";

vi.mock("node:fs/promises", async (original) => ({
  ...(await original<typeof import("node:fs/promises")>()),
  link: () => Promise.reject(Object.assign(new Error("EPERM: not permitted, link"), { code: "EPERM" })),
}));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tenantry-no-links-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const limits = { rows: 1e6, memoryMb: 256, seconds: 60, storageMb: 100 };
const folders = () => ({ generations: join(folder, "generations"), templates: "", stored: "" });

/** A reload in this process; bytes of the sealed file, and what is told of them. */
async function reload(generation: string, script: string, from?: string) {
  const files = workFiles(join(folder, "scratch"), generation, 1);
  const over = {
    app: "app_1",
    generation,
    limits,
    folders: folders(),
    ...(from ? { from, partial: true as const } : {}),
  };
  const { job, key } = testReload(generation, [script], over);
  const nothing = () => undefined;
  const link = {
    signal: new AbortController().signal,
    secrets: [],
    send: nothing,
    log: nothing,
    report: nothing,
  };
  const end = await runAttempt({ ...job, ...files }, await key(), link as unknown as ParentLink);
  await removeWork(files);
  if (end.type !== "done") throw new Error(JSON.stringify(end));
  return end.facts;
}

const sales = (rows: number) => `Sales: ADD LOAD RecNo() AS id, 'city ' & Mod(RecNo() * 7919, 9000) AS city,
  Mod(RecNo() * 31, 20000) / 7 AS amount AUTOGENERATE ${rows};`;
const change =
  "Sales: MERGE ON id LOAD 'u' AS op, RecNo() * 9000 AS id, 'changed' AS city, 1 AS amount AUTOGENERATE 9;";

test("where files cannot have several names, partial reloads do not pile up what they leave behind", async () => {
  const first = await reload("gen_0", sales(210_000));
  const sizes: number[] = [];
  for (let n = 1; n <= 3; n++) {
    const { rows, bytes } = await reload(`gen_${n}`, `${change}\n${sales(10)}`, `gen_${n - 1}`);
    expect(rows).toBe(210_000 + n * 10);
    expect(bytes).toBeLessThan(first.bytes * 1.3);
    const sealed = join(folder, "generations", "ten_1", "app_1");
    expect((await readdir(sealed)).filter((name) => name.endsWith(".base"))).toEqual([]);
    sizes.push((await stat(join(sealed, `gen_${n}.tgen`))).size);
  }
  expect(Math.max(...sizes)).toBeLessThan(Math.min(...sizes) * 1.3);
}, 120_000);
