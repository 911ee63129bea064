import { createSourcePolicy } from "../policy";

/** A policy as on a developer's machine: local addresses, and files below the given folders. */
export function localPolicy(...fileFolders: string[]) {
  return createSourcePolicy({ localOnly: true, hosts: [], fileFolders, uploads: null });
}
