import { isIP, type Socket } from "node:net";
import { connect as connectTls, type TLSSocket } from "node:tls";
import { reachOf } from "../addresses";
import { sourceError } from "../errors";
import type { Attempt } from "../reach";
import type { ServerSettings } from "../servers/settings";
import { tlsCause } from "../tls-cause";
import { plainSocket } from "./plain-socket";

/** SSLRequest: length 8, code 80877103. */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

const OFFERS_TLS = 0x53;
const NO_TLS = 0x4e;

/** Waits for one of `event`, an error, or the end of the attempt, whichever is first. */
function once(
  socket: Socket,
  event: "connect" | "secureConnect" | "data",
  signal: AbortSignal,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const done = (settle: () => void) => {
      socket.off(event, good).off("error", bad).off("close", closed);
      signal.removeEventListener("abort", aborted);
      settle();
    };
    const good = (data: Buffer) => done(() => resolve(data));
    const bad = (error: Error) => done(() => reject(error));
    const closed = () =>
      done(() => reject(sourceError("source.lost", "The other end closed the connection.")));
    const aborted = () => done(() => reject(signal.reason));
    if (signal.aborted) return reject(signal.reason);
    socket.once(event, good).once("error", bad).once("close", closed);
    signal.addEventListener("abort", aborted, { once: true });
  });
}

/**
 * Opens the connection to the pinned address and agrees on TLS. A PostgreSQL server answers the question for TLS with
 * exactly one byte and then waits; whatever says more (a mail or SSH server's greeting) is no PostgreSQL.
 */
export async function dial(settings: ServerSettings, attempt: Attempt): Promise<Socket> {
  const socket = plainSocket(attempt.address, settings.port);
  // After the dial pg listens; an error in between must not end the process.
  socket.on("error", () => undefined);
  try {
    await once(socket, "connect", attempt.signal);
    if (settings.tls === "off") return socket;
    socket.write(SSL_REQUEST);
    const answer = await once(socket, "data", attempt.signal);
    if (answer.length !== 1 || (answer[0] !== OFFERS_TLS && answer[0] !== NO_TLS))
      throw sourceError(
        "source.not_reachable",
        `What answers at ${settings.host}:${settings.port} is not PostgreSQL.`,
      );
    attempt.proven();
    if (answer[0] === OFFERS_TLS) return await secure(socket, settings, attempt);
    if (settings.tls === "auto" && attempt.listed) return socket;
    throw sourceError(
      "source.tls",
      "The server offers no TLS, and an unencrypted connection was not asked for.",
      {
        advice: 'Turn on TLS at the server, or set "tls: off" if the way there is safe.',
      },
    );
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

async function secure(socket: Socket, settings: ServerSettings, attempt: Attempt): Promise<TLSSocket> {
  // Nobody sits between this machine and itself, and its databases have home-made certificates.
  const own = settings.tls === "auto" && reachOf(attempt.address) === "loopback" && !settings.ca;
  const name = isIP(settings.host) === 0 ? { servername: settings.host } : { host: settings.host };
  const tls = connectTls({
    socket,
    ...name,
    ...(settings.ca ? { ca: settings.ca } : {}),
    minVersion: "TLSv1.2",
    rejectUnauthorized: settings.tls !== "no-verify" && !own,
  });
  tls.on("error", () => undefined);
  try {
    await once(tls, "secureConnect", attempt.signal);
    return tls;
  } catch (error) {
    tls.destroy();
    if (attempt.signal.aborted) throw error;
    throw sourceError("source.tls", `TLS with ${settings.host} failed: ${tlsCause(error)}.`);
  }
}
