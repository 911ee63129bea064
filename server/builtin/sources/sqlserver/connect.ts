import { connect as connectTcp, type Socket } from "node:net";
import type { Connection } from "tedious";
import { reachOf } from "../addresses";
import type { SourceTarget } from "../port";
import type { Attempt } from "../reach";
import { CONNECT_MS, type ConnectOptions, connectServer } from "../servers/connect";
import type { ServerSettings } from "../servers/settings";
import { isServerError, sqlServerFailure } from "./failure";

const PACKET_BYTES = 16_384;

type Driver = typeof import("tedious");

export interface Connected {
  connection: Connection;
  /** Loaded by those who need it: every reload starts a process. */
  driver: Driver;
  settings: ServerSettings;
}

/** A connection to the pinned address, whatever the driver thinks it connects to. */
function dial({ port }: ServerSettings, { address, signal }: Attempt): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connectTcp({ host: address, port, noDelay: true, keepAlive: true });
    signal.addEventListener("abort", () => socket.destroy(), { once: true });
    socket.once("error", reject);
    socket.once("connect", () => {
      socket.off("error", reject);
      resolve(socket);
    });
  });
}

function create(driver: Driver, settings: ServerSettings, attempt: Attempt): Connection {
  const { tls, ca } = settings;
  // Nobody sits between this machine and itself, and its databases have home-made certificates.
  const own = tls === "auto" && reachOf(attempt.address) === "loopback" && !ca;
  return new driver.Connection({
    server: settings.host,
    authentication: { type: "default", options: { userName: settings.user, password: settings.password } },
    options: {
      port: settings.port,
      database: settings.database,
      connector: () => dial(settings, attempt),
      encrypt: tls !== "off",
      trustServerCertificate: tls === "no-verify" || own,
      cryptoCredentialsDetails: { minVersion: "TLSv1.2", ...(ca ? { ca } : {}) },
      connectTimeout: CONNECT_MS,
      maxRetriesOnTransientErrors: 0,
      // The session limits its statements itself: the driver's limit ends with the first row.
      requestTimeout: 0,
      appName: "tenantry",
      readOnlyIntent: true,
      useUTC: true,
      lowerCaseGuids: true,
      packetSize: PACKET_BYTES,
    },
  });
}

async function signIn(settings: ServerSettings, attempt: Attempt): Promise<Connected> {
  const driver = await import("tedious");
  const connection = create(driver, settings, attempt);
  // The request that runs gets the error too; without a listener it would end the process.
  connection.on("error", () => undefined);
  return new Promise((resolve, reject) => {
    attempt.signal.addEventListener("abort", () => connection.close(), { once: true });
    connection.connect((error) => {
      if (error) {
        connection.close();
        if (isServerError(error)) attempt.proven();
        reject(error);
        return;
      }
      attempt.proven();
      resolve({ connection, driver, settings });
    });
  });
}

/** Connects and signs in. Throws errors of sources; see `reach` for what they may say. */
export const connect = (target: SourceTarget, settings: ServerSettings, options?: ConnectOptions) =>
  connectServer({ signIn, failure: sqlServerFailure }, target, settings, options);

/** Runs one of our own statements and gives its rows; `values` are bound as `@p0`, `@p1` … texts. */
export function ask(
  { connection, driver }: Pick<Connected, "connection" | "driver">,
  sql: string,
  values: (string | null)[] = [],
): Promise<unknown[][]> {
  return new Promise((resolve, reject) => {
    const rows: unknown[][] = [];
    const request = new driver.Request(sql, (error) => (error ? reject(error) : resolve(rows)));
    for (const [i, value] of values.entries()) request.addParameter(`p${i}`, driver.TYPES.NVarChar, value);
    request.on("row", (cells: { value: unknown }[]) => rows.push(cells.map((cell) => cell.value)));
    connection.execSql(request);
  });
}
