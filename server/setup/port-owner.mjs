import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/**
 * Who listens on a port: `node (pid 4711)`. Known on Linux and for processes one may look into; null otherwise.
 * @param {number} port
 * @returns {string | null}
 */
export function portOwner(port) {
  try {
    const inodes = listeningInodes(port);
    if (inodes.size === 0) return null;
    for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
      if (holdsSocket(pid, inodes))
        return `${readFileSync(`/proc/${pid}/comm`, "utf8").trim().split(" ")[0]} (pid ${pid})`;
    }
  } catch {
    // no /proc: not Linux
  }
  return null;
}

/** @param {number} port @returns {Set<string>} */
function listeningInodes(port) {
  const wanted = port.toString(16).toUpperCase().padStart(4, "0");
  const inodes = new Set();
  for (const file of ["/proc/net/tcp", "/proc/net/tcp6"]) {
    for (const line of readFileSync(file, "utf8").split("\n").slice(1)) {
      const columns = line.trim().split(/\s+/);
      const listening = columns[3] === "0A";
      if (listening && columns[1]?.endsWith(`:${wanted}`)) inodes.add(columns[9]);
    }
  }
  return inodes;
}

/** @param {string} pid @param {Set<string>} inodes */
function holdsSocket(pid, inodes) {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => {
      const inode = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1];
      return inode !== undefined && inodes.has(inode);
    });
  } catch {
    return false; // ended meanwhile, or another user's
  }
}
