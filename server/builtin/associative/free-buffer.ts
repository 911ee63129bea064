import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

type Transfer = (this: ArrayBuffer, length: number) => ArrayBuffer;

/** A method of Node 22 and newer; Node 20 has it behind a flag, which realms made afterwards heed. */
function findTransfer(): Transfer | null {
  try {
    const own: unknown = Reflect.get(ArrayBuffer.prototype, "transfer");
    if (typeof own === "function") return own as Transfer;
    setFlagsFromString("--harmony-rab-gsab-transfer");
    const other: unknown = runInNewContext("ArrayBuffer.prototype.transfer");
    return typeof other === "function" ? (other as Transfer) : null;
  } catch {
    return null;
  }
}

let transfer: Transfer | null | undefined;

/**
 * Gives the memory of a buffer back at once: what DuckDB's binding copies for us amounts to the whole table, and is collected
 * late, so that each copy is made in memory that was never touched before. Where the engine cannot do so, it is collected.
 */
export function freeBuffer(buffer: ArrayBufferLike): void {
  if (transfer === undefined) transfer = findTransfer();
  if (transfer && buffer instanceof ArrayBuffer && buffer.byteLength > 0) transfer.call(buffer, 0);
}
