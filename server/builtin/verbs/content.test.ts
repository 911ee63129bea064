import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createMemoryState } from "@/server/platform/testing/state";
import { sha256 } from "@/server/shared/crypto";
import { appContent } from "./content";

const bytes = Buffer.from("SET x = 1;\n");
const tenant = { id: "ten_a" };
let folder: string;
let state: ReturnType<typeof createMemoryState>;

const kept = (value: unknown) => ({ value, by: "call", before: null });
const content = () =>
  appContent({ state, folders: { templates: folder } as never }, tenant, "app_a").then(({ parts }) =>
    parts.map(({ kind, name, sha256: sum }) => [kind, name, sum === null ? null : sum === sha256(bytes)]),
  );

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "content-"));
  state = createMemoryState();
  await state.put("ten_a", "tenant", "ten_a", kept({ slug: "a" }));
  const app = { title: "Sales", template: "sales", version: "1.0.0", contentHash: "h", sheets: [] };
  await state.put("ten_a", "app", "app_a", kept(app));
  const files = [{ path: "part.qvs", sha256: sha256(bytes) }];
  await state.put("ten_a", "script", "app_a", kept({ script: "x", files }));
});
afterEach(() => rm(folder, { recursive: true }));

test("a file counts by the bytes a reload would read: there, damaged at the same length, gone", async () => {
  const file = (is: boolean | null) => [
    ["file", "part.qvs", is],
    ["script", "", false],
  ];
  await writeFile(join(folder, sha256(bytes)), bytes);
  expect(await content()).toEqual(file(true));
  await writeFile(join(folder, sha256(bytes)), Buffer.from("SET x = 2;\n"));
  expect(await content()).toEqual(file(false));
  await rm(join(folder, sha256(bytes)));
  expect(await content()).toEqual(file(null));
});
