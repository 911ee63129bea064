let viewed: Buffer | null = null;
let view: DataView = new DataView(new ArrayBuffer(0));

/** A view of all of a buffer's bytes; the last one is kept, as many values lie in one buffer. */
export function viewOf(bytes: Buffer): DataView {
  if (viewed !== bytes) {
    view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    viewed = bytes;
  }
  return view;
}
