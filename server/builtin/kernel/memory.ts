/** Tables of so many rows are passed by two threads: their columns lie in memory that both see. */
export const SHARED_ROWS = 2_000_000;

/** Memory of a column. */
export function memoryFor(rows: number, bytesPerRow: number): ArrayBufferLike {
  const bytes = rows * bytesPerRow;
  return rows < SHARED_ROWS ? new ArrayBuffer(bytes) : new SharedArrayBuffer(bytes);
}
