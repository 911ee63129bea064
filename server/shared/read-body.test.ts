import { describe, expect, test } from "vitest";
import { readBody } from "./read-body";

/** A body without an end, which says nothing of its length; `pulled` counts what was taken of it. */
function endless() {
  let pulled = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      pulled += 1024;
      controller.enqueue(new Uint8Array(1024));
    },
  });
  return { body, pulled: () => pulled };
}

const post = (body: BodyInit, headers: Record<string, string> = {}) =>
  new Request("http://portal.local/", { method: "POST", body, headers, duplex: "half" } as RequestInit);

describe("a body", () => {
  test("is read as it was sent, to the last byte it may have", async () => {
    const text = "Grüße, 日本 🦢";
    const bytes = Buffer.byteLength(text);
    expect((await readBody(post(text), bytes))?.toString("utf8")).toBe(text);
    expect(await readBody(post(text), bytes - 1)).toBeNull();
    expect((await readBody(new Request("http://portal.local/"), 1))?.length).toBe(0);
  });

  test("without an end is read no further than it may be, whatever it says of its length", async () => {
    for (const headers of [{}, { "content-length": "10" }] as Record<string, string>[]) {
      const sent = endless();
      expect(await readBody(post(sent.body, headers), 100_000)).toBeNull();
      expect(sent.pulled()).toBeLessThan(200_000);
    }
  });
});
