import { open } from "node:fs/promises";

const LINE_END = 10;
const BLOCK = 65_536;

/** Length of a file up to its last whole line; the whole length where there is no line end. */
export async function lastLineEnd(path: string): Promise<number> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    for (let end = size; end > 0; end -= BLOCK) {
      const start = Math.max(0, end - BLOCK);
      const { buffer } = await file.read(Buffer.alloc(end - start), 0, end - start, start);
      const at = buffer.lastIndexOf(LINE_END);
      if (at >= 0) return start + at + 1;
    }
    return size;
  } finally {
    await file.close();
  }
}
