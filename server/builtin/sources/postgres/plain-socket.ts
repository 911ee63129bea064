import { connect, type Socket } from "node:net";

/** One read of the system takes up to this many bytes. */
const READ_BYTES = 256 * 1024;

/** Takes the first `end` bytes; they are overwritten by the next read, so nothing of them may be kept. */
export type Reader = (bytes: Buffer, end: number) => void;

interface Reading {
  reader: Reader | null;
}

const readings = new WeakMap<Socket, Reading>();

/**
 * A TCP connection whose bytes always land in the same memory: a buffer of its own for each read would be garbage, 100 MB
 * for a million rows. Whoever listens to `data` gets a copy; a reader set by `readDirectly` gets the memory itself.
 */
export function plainSocket(host: string, port: number): Socket {
  const reading: Reading = { reader: null };
  const socket = connect({
    host,
    port,
    noDelay: true,
    keepAlive: true,
    onread: {
      buffer: Buffer.allocUnsafeSlow(READ_BYTES),
      callback(end, memory) {
        const bytes = memory as Buffer;
        if (reading.reader) reading.reader(bytes, end);
        else socket.emit("data", Buffer.from(bytes.subarray(0, end)));
        return true;
      },
    },
  });
  readings.set(socket, reading);
  return socket;
}

/**
 * Gives a connection's bytes to a reader instead of its `data` listeners; null gives them back. False where a connection
 * has no memory of its own, as with TLS.
 */
export function readDirectly(socket: Socket, reader: Reader | null): boolean {
  const reading = readings.get(socket);
  if (reading) reading.reader = reader;
  return reading !== undefined;
}
