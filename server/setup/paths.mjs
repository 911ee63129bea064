import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** Absolute path of the project's root. Everything in this folder runs before `node_modules` exists. */
export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** `true` when the module at `url` is the program itself, not imported by another. */
export function isProgram(url) {
  return process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(url);
}

/**
 * The data folder, as the portal will read it: `TENANTRY_DATA`, or `./data` of the project.
 * @param {Record<string, string | undefined>} env
 * @param {string} root
 * @returns {string}
 */
export function dataFolder(env = process.env, root = ROOT) {
  return resolve(root, env.TENANTRY_DATA || "data");
}
