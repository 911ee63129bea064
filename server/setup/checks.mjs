import { accessSync, constants, existsSync, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { delimiter, join } from "node:path";
import { portOwner } from "./port-owner.mjs";
import { SetupProblem } from "./problem.mjs";

const FLOOR = [20, 19];

/** Throws where this Node is too old. @param {string} version as in `process.versions.node` */
export function checkNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > FLOOR[0] || (major === FLOOR[0] && minor >= FLOOR[1])) return;
  throw new SetupProblem(`Tenantry needs Node ${FLOOR.join(".")} or newer; this is Node ${version}.`, [
    "Install Node 24 (recommended), 22, or 20.19 and later: https://nodejs.org/en/download",
    "With nvm: nvm install 24 && nvm use 24",
  ]);
}

/** Makes the data folder (0700) where absent and throws where it can't be written. @param {string} folder */
export function checkDataFolder(folder) {
  const advice = ["Choose another with TENANTRY_DATA=/path, or give this user the right to write there."];
  try {
    if (existsSync(folder) && !statSync(folder).isDirectory())
      throw new SetupProblem(`The data folder ${folder} is a file.`, advice);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const probe = join(folder, `.write-test-${process.pid}`);
    writeFileSync(probe, "");
    rmSync(probe);
  } catch (error) {
    if (error instanceof SetupProblem) throw error;
    const code = /** @type {NodeJS.ErrnoException} */ (error).code ?? "unknown";
    const why =
      {
        EACCES: "no right to write",
        EPERM: "no right to write",
        EROFS: "read-only file system",
        ENOSPC: "the disk is full",
        ENOTDIR: "a part of the path is a file",
      }[code] ?? code;
    throw new SetupProblem(`The data folder ${folder} can't be written: ${why}.`, advice);
  }
}

/** Throws where the project's own folder can't be written (it holds node_modules, .next and dist). @param {string} root */
export function checkProjectFolder(root) {
  try {
    accessSync(root, constants.W_OK);
  } catch {
    throw new SetupProblem(
      `The project's folder ${root} can't be written, and packages must be installed there.`,
      [`Give this user the right to write there, or clone into a folder of your own.`],
    );
  }
}

/**
 * Reads and checks a port.
 * @param {string | undefined} text
 * @param {string} name of the setting
 * @param {number} fallback
 */
export function parsePort(text, name, fallback) {
  if (text === undefined || text === "") return fallback;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new SetupProblem(`${name}=${text} is no port.`, [
    `Use a whole number from 1 to 65535, for example ${name}=3000.`,
  ]);
}

/**
 * Throws where `host:port` can't be listened on, and says who holds it where that can be found out.
 * @param {string} host
 * @param {number} port
 * @param {string} setting what to change
 */
export async function checkPort(host, port, setting = `PORT=${port + 1000}`) {
  const code = await tryListen(host, port);
  if (code === null) return;
  if (code === "EADDRINUSE") {
    const owner = portOwner(port);
    throw new SetupProblem(`Port ${port} on ${host} is taken${owner ? ` by ${owner}` : ""}.`, [
      `Stop that program, or start on another port: ${setting} npm start`,
    ]);
  }
  if (code === "EACCES")
    throw new SetupProblem(`This user may not listen on port ${port}.`, [
      `Use a port above 1023: ${setting} npm start`,
    ]);
  throw new SetupProblem(`Can't listen on ${host}:${port} (${code}).`, [
    "HOST must be an address of this machine: 127.0.0.1 (only this machine) or 0.0.0.0 (all networks).",
  ]);
}

/** @param {string} host @param {number} port @returns {Promise<string | null>} the error's code, null when free */
function tryListen(host, port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error) => resolve(/** @type {NodeJS.ErrnoException} */ (error).code ?? "unknown"));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(null)));
  });
}

/** Below those that systems give to outgoing connections: what is free here does not get taken by one meanwhile. */
const QUIET_PORTS = { first: 20_000, pairs: 6_000 };

/**
 * A free port, and the one above it is free, too: that is where a portal serves embeds.
 * @returns {Promise<number>}
 */
export async function freePort(host = "127.0.0.1") {
  for (let tries = 0; tries < 100; tries++) {
    const port = QUIET_PORTS.first + 2 * Math.floor(Math.random() * QUIET_PORTS.pairs);
    if (!(await tryListen(host, port)) && !(await tryListen(host, port + 1))) return port;
  }
  throw new Error(`No free port on ${host} from ${QUIET_PORTS.first} on was found.`);
}

/**
 * Which tools for compiling a native package are missing.
 * @param {Record<string, string | undefined>} env
 * @returns {string[]} empty when a native build can work
 */
export function missingCompilers(env = process.env) {
  const wanted = [
    ["python3", "python"],
    ["make", "gmake"],
    ["c++", "g++", "clang++"],
  ];
  return wanted.filter((names) => !names.some((name) => onPath(name, env))).map((names) => names[0] ?? "");
}

/** @returns {string[]} how to get a compiler on this system */
export function compilerAdvice() {
  return [
    "Debian, Ubuntu: apt-get install python3 make g++",
    "Fedora, RHEL: dnf install python3 make gcc-c++",
    "Alpine: apk add python3 make g++",
    "macOS: xcode-select --install",
  ];
}

/**
 * Absolute path of a command, or null.
 * @param {string} name
 * @param {Record<string, string | undefined>} env
 */
export function onPath(name, env = process.env) {
  for (const folder of (env.PATH ?? "").split(delimiter)) {
    const file = join(folder, name);
    try {
      if (folder !== "" && statSync(file).isFile()) {
        accessSync(file, constants.X_OK);
        return file;
      }
    } catch {
      // not here
    }
  }
  return null;
}
