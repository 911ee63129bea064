import { expect, test } from "vitest";
import { freeBuffer } from "./free-buffer";

test("memory of a buffer is given back at once", () => {
  const values = new Uint32Array(1024);
  freeBuffer(values.buffer);
  expect(values.byteLength).toBe(0);
  expect(() => freeBuffer(values.buffer)).not.toThrow();
});

test("memory that threads share stays", () => {
  const shared = new SharedArrayBuffer(64);
  freeBuffer(shared);
  expect(shared.byteLength).toBe(64);
});
