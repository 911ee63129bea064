import { connect as connectTcp, isIP, type Socket } from "node:net";
import type { Connection } from "mysql2";
import { reachOf } from "../addresses";
import { sourceError } from "../errors";
import type { SourceTarget } from "../port";
import type { Attempt } from "../reach";
import { CONNECT_MS, type ConnectOptions, connectServer } from "../servers/connect";
import type { ServerSettings } from "../servers/settings";
import { isServerError, mysqlFailure } from "./failure";
import { type Greeting, readGreeting } from "./greeting";

export interface Connected {
  connection: Connection;
  settings: ServerSettings;
  /** Address the name was resolved to, for a later cancel request. */
  address: string;
  listed: boolean;
}

/** What TLS to ask for, now that the server has said whether it offers it. Throws `source.tls`. */
function tlsOptions(settings: ServerSettings, attempt: Attempt, { tls }: Greeting) {
  if (settings.tls === "off" || tls === null) return {};
  if (tls) {
    // Nobody sits between this machine and itself, and its databases have home-made certificates.
    const own = settings.tls === "auto" && reachOf(attempt.address) === "loopback" && !settings.ca;
    const verified = settings.tls !== "no-verify" && !own;
    const ca = settings.ca ? { ca: settings.ca } : {};
    return {
      ssl: { ...ca, minVersion: "TLSv1.2", rejectUnauthorized: verified, verifyIdentity: verified },
    };
  }
  if (settings.tls === "auto" && attempt.listed) return {};
  throw sourceError(
    "source.tls",
    "The server offers no TLS, and an unencrypted connection was not asked for.",
    { advice: 'Turn on TLS at the server, or set "tls: off" if the way there is safe.' },
  );
}

/** Opens the pinned address and waits for the greeting. */
async function greet(settings: ServerSettings, attempt: Attempt) {
  const socket = connectTcp({ host: attempt.address, port: settings.port, noDelay: true, keepAlive: true });
  // After the greeting the driver listens; an error in between must not end the process.
  socket.on("error", () => undefined);
  // Node compares a certificate with this name where there is no server name: an address is never sent as one.
  if (isIP(settings.host) !== 0) Object.assign(socket, { _host: settings.host });
  try {
    const greeting = await readGreeting(socket, `${settings.host}:${settings.port}`, attempt.signal);
    attempt.proven();
    return { socket, ...tlsOptions(settings, attempt, greeting) };
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

function signedIn(connection: Connection, socket: Socket, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => socket.destroy();
    const done = (error: Error | null) => {
      signal.removeEventListener("abort", stop);
      if (error) reject(error);
      else resolve();
    };
    signal.addEventListener("abort", stop, { once: true });
    connection.connect(done);
  });
}

async function signIn(settings: ServerSettings, attempt: Attempt): Promise<Connected> {
  // Loaded by those who need it: every reload starts a process.
  const { createConnection } = (await import("mysql2")).default;
  const { socket, ...tls } = await greet(settings, attempt);
  const connection = createConnection({
    stream: () => socket,
    ...tls,
    host: settings.host,
    port: settings.port,
    user: settings.user,
    password: settings.password,
    database: settings.database,
    charset: "utf8mb4",
    connectTimeout: 0,
    // The server may not ask for a file of this machine.
    flags: ["-LOCAL_FILES"],
    connectAttributes: { program_name: "tenantry" },
  });
  // The query that runs gets the error too; without a listener it would end the process.
  connection.on("error", () => undefined);
  // It listens now, and finds the greeting that was put back.
  socket.resume();
  try {
    await signedIn(connection, socket, attempt.signal);
    return { connection, settings, address: attempt.address, listed: attempt.listed };
  } catch (error) {
    connection.destroy();
    socket.destroy();
    if (isServerError(error)) attempt.proven();
    throw error;
  }
}

/** Connects and signs in. Throws errors of sources; see `reach` for what they may say. */
export const connect = (target: SourceTarget, settings: ServerSettings, options?: ConnectOptions) =>
  connectServer({ signIn, failure: mysqlFailure }, target, settings, options);

/**
 * Runs one statement and gives its rows, each value as the driver's safest form of it (texts for what may round).
 * Values are written into it by our dialect: the driver's own escaping is wrong where backslashes don't escape.
 */
export function ask(connection: Connection, sql: string): Promise<unknown[][]> {
  return new Promise((resolve, reject) => {
    const options = {
      sql,
      rowsAsArray: true,
      dateStrings: true,
      supportBigNumbers: true,
      bigNumberStrings: true,
    };
    connection.query(options, (error, rows) => {
      if (error) reject(error);
      else resolve(Array.isArray(rows) ? (rows as unknown[][]) : []);
    });
  });
}

/** Asks the server to stop what this connection runs, over a connection of its own, then closes it. Never throws. */
export async function cancelQuery({ connection, settings, address, listed }: Connected): Promise<void> {
  const { threadId } = connection;
  connection.destroy();
  const signal = AbortSignal.timeout(CONNECT_MS);
  try {
    const other = await signIn(settings, { address, listed, signal, proven: () => undefined });
    try {
      await ask(other.connection, `KILL ${Number(threadId)}`);
    } finally {
      other.connection.destroy();
    }
  } catch {
    // The server then stops by its own time limit, or when it finds the connection closed.
  }
}
