import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { createTenant } from "@/server/tenants";
import { as, operator, testServices } from "@/server/testing/context";
import { type SmallDisk, smallDisk } from "@/server/testing/small-disk";
import { uploadFile } from ".";

let disk: SmallDisk | string | undefined;
afterEach(async () => {
  if (typeof disk === "object") await disk.close();
});

test("an upload that finds the disk full or read-only is refused with that reason and leaves nothing; the file of that name stays, and the next goes in once there is room", async (context) => {
  disk = await smallDisk(4 * 1024 * 1024);
  if (typeof disk === "string") return context.skip(disk);
  const ctx = as(await testServices({ dataFolder: disk.folder }), operator());
  const { id: tenantId } = await createTenant(ctx, { slug: "acme", name: "Acme", plan: "starter@1" });
  const upload = (body: Buffer) =>
    uploadFile(ctx, { tenantId, name: "a.csv" }, new Blob([new Uint8Array(body)]).stream() as never);
  const folder = join(disk.folder, "uploads", tenantId);
  const [old, large] = [Buffer.from("a\n1\n"), Buffer.alloc(1024 * 1024, "a\n")];

  await upload(old);
  for (const leave of [0, 8192, 500_000]) {
    await disk.fill(leave);
    await expect(upload(large)).rejects.toMatchObject({
      code: "generations.unwritable",
      options: { retryable: true, advice: expect.stringContaining("Free space") },
    });
    expect(await readdir(folder)).toEqual(["a.csv"]);
    expect(await readFile(join(folder, "a.csv"))).toEqual(old);
  }
  await disk.free();
  await disk.setReadOnly(true);
  await expect(upload(large)).rejects.toMatchObject({
    code: "generations.unwritable",
    options: { retryable: true },
  });
  expect(await readFile(join(folder, "a.csv"))).toEqual(old);
  await disk.setReadOnly(false);
  expect(await upload(large)).toMatchObject({ bytes: large.length });
  expect(large.equals(await readFile(join(folder, "a.csv")))).toBe(true);
});
