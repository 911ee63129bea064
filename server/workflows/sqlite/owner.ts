import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";

/**
 * Who holds a run: `pid:start:instance`. The start time tells a process from a later one with the same pid, the
 * instance tells drivers of one process apart.
 */
const REGISTRY = Symbol.for("tenantry.workflows.owners");
const shared = globalThis as typeof globalThis & { [REGISTRY]?: Set<string> };
shared[REGISTRY] ??= new Set();
const living: Set<string> = shared[REGISTRY];

/** Start time of a process in kernel ticks with the boot it belongs to; empty where the system does not tell. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const ticks = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").slice(0, 8);
    return `${boot}-${ticks}`;
  } catch {
    return "";
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

export function newOwner(): string {
  return `${process.pid}:${startOf(process.pid)}:${randomBytes(4).toString("hex")}`;
}

/** Says that the driver of `owner` runs in this process, until the returned function is called. */
export function registerOwner(owner: string): () => void {
  living.add(owner);
  return () => {
    living.delete(owner);
  };
}

/** False once the process (or, in this process, the driver) that made `owner` is gone. */
export function isOwnerAlive(owner: string): boolean {
  const [pidText = "", start = ""] = owner.split(":");
  const pid = Number(pidText);
  if (!Number.isInteger(pid) || pid <= 0 || !exists(pid)) return false;
  const now = startOf(pid);
  if (start && now && start !== now) return false;
  return pid === process.pid ? living.has(owner) : true;
}
