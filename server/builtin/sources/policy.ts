import { lookup } from "node:dns/promises";
import { realpath } from "node:fs/promises";
import { BlockList, isIP, isIPv6 } from "node:net";
import { basename, isAbsolute, join, resolve, sep } from "node:path";
import { sha256OfFile } from "@/server/shared/file-hash";
import { canonicalHost, reachOf, unmapped } from "./addresses";
import { notReachable, sourceError } from "./errors";
import type { SourcePolicy } from "./port";

export interface SourcePolicyOptions {
  /** The portal listens on this machine only: loopback and private addresses may be reached. */
  localOnly: boolean;
  /** The operator's list: `host`, `host:port`, `10.1.0.0/16`. What is on it may be reached, whatever its address. */
  hosts: readonly string[];
  /** Folders whose files may be read; absolute. */
  fileFolders: readonly string[];
  /** Folder of the tenant's uploaded files, which `upload:name` means; null where it has none. */
  uploads: string | null;
  /** SHA-256 of the files uploaded there, by name; what is not as it was uploaded may not be read. */
  sums?: () => Promise<ReadonlyMap<string, string>>;
  /** For tests. Gives every address of a name. */
  resolve?: (host: string) => Promise<string[]>;
}

/** Every name asks the machine's resolver once; the caller connects to the answer and to nothing else. */
async function addressesOf(host: string): Promise<string[]> {
  return (await lookup(host, { all: true, order: "ipv4first" })).map((found) => found.address);
}

/** The operator's list as two questions: is this name on it, is this address. */
function operatorsList(entries: readonly string[]) {
  const names = new Set<string>();
  const networks = new BlockList();
  for (const entry of entries) {
    const [address = "", bits] = entry.trim().split("/");
    if (bits !== undefined && isIP(address)) {
      networks.addSubnet(address, Number(bits), isIPv6(address) ? "ipv6" : "ipv4");
      continue;
    }
    const [, bracketed, plain, port] =
      /^(?:\[([^\]]+)\]|([^:]+|.*:.*:.*?))(?::(\d+))?$/.exec(entry.trim()) ?? [];
    const host = canonicalHost(bracketed ?? plain ?? "");
    if (host !== null) names.add(port ? `${host}|${port}` : host);
  }
  return {
    hasName: (host: string, port: number) => names.has(host) || names.has(`${host}|${port}`),
    hasAddress: (address: string) => networks.check(address, isIPv6(address) ? "ipv6" : "ipv4"),
  };
}

/**
 * Decides where connections may reach. Hosts: public addresses and what the operator listed; with `localOnly` loopback
 * and private networks too; never link-local, cloud metadata, CGNAT, multicast or tunnels unless listed. Files: below a
 * listed folder or the uploads, after every link was followed.
 */
export function createSourcePolicy(options: SourcePolicyOptions): SourcePolicy {
  const listed = operatorsList(options.hosts);
  const resolveAll = options.resolve ?? addressesOf;

  const allows = (address: string, port: number): "listed" | "public" | "no" => {
    if (listed.hasName(address, port) || listed.hasAddress(address)) return "listed";
    const reach = reachOf(address);
    if (reach === "public") return "public";
    return options.localOnly && reach !== "never" ? "listed" : "no";
  };

  return {
    async resolveHost(host, port) {
      const name = canonicalHost(host);
      if (name === null) throw notReachable();
      const byName = listed.hasName(name, port);
      const addresses = (
        await resolveAll(name).catch(() => {
          if (!byName) throw notReachable();
          throw sourceError("source.not_reachable", `The host name "${name}" is not known.`, {
            params: { listed: true },
          });
        })
      ).map(unmapped);
      const answers = addresses.map((address) => allows(address, port));
      const [address] = addresses;
      if (address === undefined) throw notReachable();
      if (byName) return { address, listed: true };
      // One forbidden address is enough: a name that answers with both kinds is playing for the second try.
      if (answers.includes("no"))
        throw sourceError("source.forbidden", "This address may not be reached from here.", {
          advice: "Ask the operator to put the host on the list of source hosts.",
        });
      return { address, listed: answers.every((answer) => answer === "listed") };
    },
    resolvePath: (path) => resolvePath(path, options),
  };
}

const UPLOAD = "upload:";

async function resolvePath(path: string, options: SourcePolicyOptions): Promise<string> {
  if (path.includes("\0") || path === "") throw forbiddenPath(path);
  if (path.startsWith(UPLOAD)) {
    if (options.uploads === null) throw missingFile(path);
    const real = await inside(options.uploads, join(options.uploads, path.slice(UPLOAD.length)), path);
    if (options.sums) await checkUpload(real, options.sums);
    return real;
  }
  if (isAbsolute(path)) {
    const folder = options.fileFolders.find((f) => isBelow(resolve(f), resolve(path)));
    if (folder === undefined) throw forbiddenPath(path);
    return inside(folder, path, path);
  }
  let last: unknown = forbiddenPath(path);
  for (const folder of options.fileFolders) {
    try {
      return await inside(folder, join(folder, path), path);
    } catch (error) {
      last = error;
    }
  }
  throw last;
}

/**
 * Reads an uploaded file from end to end: a disk may have changed it unseen. A file that nobody uploaded has no sum.
 * @throws `source.damaged`
 */
async function checkUpload(real: string, sums: NonNullable<SourcePolicyOptions["sums"]>): Promise<void> {
  const name = basename(real);
  const isWhole = async () => {
    const sum = (await sums()).get(name);
    return sum === undefined || (await sha256OfFile(real)) === sum;
  };
  // Once more: an upload that takes the file's place is noted a moment after it.
  if ((await isWhole()) || (await isWhole())) return;
  throw sourceError("source.damaged", `The file "${name}" is not as it was uploaded.`, {
    advice: "Upload it again.",
    params: { file: name },
  });
}

function isBelow(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** Follows every link of `path`; what then lies outside of `folder` is as forbidden as if it had been named. */
async function inside(folder: string, path: string, asked: string): Promise<string> {
  if (!isBelow(resolve(folder), resolve(path))) throw forbiddenPath(asked);
  let real: string;
  let root: string;
  try {
    root = await realpath(folder);
    real = await realpath(path);
  } catch {
    throw missingFile(asked);
  }
  if (!isBelow(root, real)) throw forbiddenPath(asked);
  return real;
}

function forbiddenPath(path: string) {
  return sourceError("source.forbidden", `"${path}" is not below a folder the operator allows for sources.`, {
    params: { path },
  });
}

function missingFile(path: string) {
  return sourceError("source.file_missing", `There is no file or folder "${path}".`, { params: { path } });
}
