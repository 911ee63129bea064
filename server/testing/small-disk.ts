import { execFile } from "node:child_process";
import { mkdtemp, open, rm, rmdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A disk of its own, small enough to be filled. */
export interface SmallDisk {
  folder: string;
  /** Fills it but for some bytes. */
  fill(leave?: number): Promise<void>;
  /** Takes away what `fill` put there. */
  free(): Promise<void>;
  setReadOnly(on: boolean): Promise<void>;
  close(): Promise<void>;
}

/**
 * Mounts a small file system in memory.
 * @returns the reason where this machine lets nobody do that
 */
export async function smallDisk(bytes: number): Promise<SmallDisk | string> {
  const folder = await mkdtemp(join(tmpdir(), "tenantry-disk-"));
  const mounted = await run("mount", ["-t", "tmpfs", "-o", `size=${bytes},mode=700`, "tmpfs", folder]).then(
    () => true,
    () => false,
  );
  if (!mounted) {
    await rmdir(folder);
    return "mounting a small disk takes the rights of root";
  }
  const ballast = join(folder, "ballast");
  return {
    folder,
    async fill(leave = 0) {
      await rm(ballast, { force: true });
      const file = await open(ballast, "w");
      const size = await fillUp(file, bytes);
      await file.truncate(Math.max(0, size - leave));
      await file.close();
    },
    free: () => rm(ballast, { force: true }),
    async setReadOnly(on) {
      await run("mount", ["-o", `remount,${on ? "ro" : "rw"}`, folder]);
    },
    async close() {
      await run("umount", ["-l", folder]);
      await rmdir(folder);
    },
  };
}

/** @returns bytes written until nothing more fits */
async function fillUp(file: Awaited<ReturnType<typeof open>>, most: number): Promise<number> {
  let at = 0;
  for (const block of [Buffer.alloc(256 * 1024), Buffer.alloc(4096)])
    while (at < most) {
      const written = await file.write(block, 0, block.length, at).catch(() => null);
      if (!written) break;
      at += written.bytesWritten;
    }
  return at;
}
