import type { Socket } from "node:net";
import pg from "pg";
import type { SourceTarget } from "../port";
import type { Attempt } from "../reach";
import { CONNECT_MS, type ConnectOptions, connectServer } from "../servers/connect";
import type { ServerSettings } from "../servers/settings";
import { dial } from "./dial";
import { isServerError, postgresFailure } from "./failure";

export interface Connected {
  client: pg.Client;
  socket: Socket;
  settings: ServerSettings;
  /** Address the name was resolved to, for a later cancel request. */
  address: string;
  listed: boolean;
}

/** pg calls `connect` on the stream it is given; this one is connected already. */
function alreadyConnected(socket: Socket): Socket {
  return Object.assign(socket, {
    connect: () => {
      setImmediate(() => socket.emit("connect"));
      return socket;
    },
  });
}

async function signIn(settings: ServerSettings, attempt: Attempt): Promise<Connected> {
  const socket = await dial(settings, attempt);
  const client = new pg.Client({
    stream: () => alreadyConnected(socket),
    ssl: false,
    host: attempt.address,
    port: settings.port,
    user: settings.user,
    database: settings.database,
    // A function, so that neither PGPASSWORD nor a .pgpass of the operator's is ever used for a customer.
    password: () => settings.password,
    application_name: "tenantry",
    client_encoding: "UTF8",
  });
  // The query that runs gets the error too; without a listener it would end the process.
  client.on("error", () => undefined);
  const stop = () => socket.destroy();
  attempt.signal.addEventListener("abort", stop, { once: true });
  try {
    await client.connect();
    attempt.proven();
    return { client, socket, settings, address: attempt.address, listed: attempt.listed };
  } catch (error) {
    socket.destroy();
    if (isServerError(error)) attempt.proven();
    throw error;
  } finally {
    attempt.signal.removeEventListener("abort", stop);
  }
}

/** Connects and signs in. Throws errors of sources; see `reach` for what they may say. */
export const connect = (target: SourceTarget, settings: ServerSettings, options?: ConnectOptions) =>
  connectServer({ signIn, failure: postgresFailure }, target, settings, options);

/** Asks the server to stop what this connection runs, over a connection of its own. Never throws. */
export async function cancelQuery({ client, settings, address, listed }: Connected): Promise<void> {
  const { processID, secretKey } = client as unknown as { processID?: number; secretKey?: number | Buffer };
  if (processID === undefined || secretKey === undefined) return;
  const signal = AbortSignal.timeout(CONNECT_MS);
  try {
    const socket = await dial(settings, { address, listed, signal, proven: () => undefined });
    const key = typeof secretKey === "number" ? int32(secretKey) : secretKey;
    socket.end(Buffer.concat([int32(12 + key.length), int32(80877102), int32(processID), key]));
  } catch {
    // The server then stops by its own statement_timeout.
  }
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value | 0);
  return bytes;
}
