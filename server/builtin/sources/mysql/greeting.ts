import type { Socket } from "node:net";
import { sourceError } from "../errors";

/** What a server says first, before it knows who asks. */
export interface Greeting {
  /** It offers TLS; null where it sent an error instead of a greeting. */
  tls: boolean | null;
}

const PROTOCOL = 10;
const ERROR = 0xff;
const OFFERS_TLS = 0x0800;
/** No greeting is longer. */
const LONGEST = 4096;
/** Length of the payload (3 bytes) and the packet's number. */
const HEADER = 4;

/** Reads a first packet; null while it isn't whole; `not-mysql` as soon as that is plain. */
export function parseGreeting(bytes: Buffer): Greeting | null | "not-mysql" {
  if (bytes.length < HEADER + 1) return null;
  const length = bytes.readUIntLE(0, 3);
  const kind = bytes[HEADER];
  if (bytes[3] !== 0 || length < 4 || length > LONGEST || (kind !== PROTOCOL && kind !== ERROR))
    return "not-mysql";
  if (bytes.length < HEADER + length) return null;
  if (kind === ERROR) return { tls: null };
  const version = bytes.indexOf(0, HEADER + 1);
  // After the version: connection id (4), random bytes (8), a zero, and the lower half of the capabilities.
  const at = version + 1 + 4 + 8 + 1;
  if (version < 0 || at + 2 > HEADER + length) return "not-mysql";
  return { tls: (bytes.readUInt16LE(at) & OFFERS_TLS) !== 0 };
}

/**
 * Waits for the server's greeting and puts it back, so that the driver reads it again. Throws `source.not_reachable`
 * for whatever isn't a MySQL, `source.lost` where the other end hangs up.
 * @param place host and port, for the error
 */
export function readGreeting(socket: Socket, place: string, signal: AbortSignal): Promise<Greeting> {
  return new Promise((resolve, reject) => {
    let seen: Buffer = Buffer.alloc(0);
    const done = (settle: () => void) => {
      socket.off("data", data).off("error", failed).off("close", closed);
      signal.removeEventListener("abort", aborted);
      settle();
    };
    const failed = (error: Error) => done(() => reject(error));
    const closed = () =>
      done(() => reject(sourceError("source.lost", "The other end closed the connection.")));
    const aborted = () => done(() => reject(signal.reason));
    const data = (chunk: Buffer) => {
      seen = Buffer.concat([seen, chunk]);
      const greeting = parseGreeting(seen);
      if (greeting === null) return;
      if (greeting === "not-mysql")
        return done(() =>
          reject(sourceError("source.not_reachable", `What answers at ${place} is not MySQL or MariaDB.`)),
        );
      socket.pause();
      done(() => {
        socket.unshift(seen);
        resolve(greeting);
      });
    };
    if (signal.aborted) return reject(signal.reason);
    socket.on("data", data).once("error", failed).once("close", closed);
    signal.addEventListener("abort", aborted, { once: true });
  });
}
