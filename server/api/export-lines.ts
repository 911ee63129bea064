import type { Reader } from "@/server/apps";
import { dashboardOf } from "@/server/dashboards";
import { type ExportInput, type ExportLine, makeExport } from "@/server/exports";
import type { Services } from "@/server/shared/context";
import { toErrorData } from "@/server/shared/errors";

export const LINES_TYPE = "application/x-ndjson";

/**
 * Answers a reader's wish for a file line by line: how far it is, then the file or why there is none. Who goes away ends
 * it. What the reader may see decides what is in it, as with every question of the dashboard.
 */
export function exportLines(
  services: Services,
  request: Request,
  { reader, input }: { reader: Reader; input: ExportInput },
): ReadableStream<Uint8Array> {
  const left = new AbortController();
  const signal = AbortSignal.any([request.signal, left.signal]);
  return new ReadableStream<Uint8Array>({
    async start(stream) {
      const encoder = new TextEncoder();
      const say = (line: ExportLine) => {
        if (!signal.aborted) stream.enqueue(encoder.encode(`${JSON.stringify(line)}\n`));
      };
      try {
        const { bytes, name, mediaType, cut } = await makeExport(services, {
          row: reader.row,
          asker: reader.asker,
          input,
          document: await dashboardOf(reader),
          signal,
          onProgress: (done, of) => say({ type: "progress", done, of }),
        });
        say({ type: "file", name, mediaType, cut, base64: Buffer.from(bytes).toString("base64") });
      } catch (error) {
        const { code, message, advice } = toErrorData(error);
        if (!signal.aborted) services.log.warn({ err: error, code }, "export failed");
        say({ type: "failed", code, message, ...(advice ? { advice } : {}) });
      }
      if (!signal.aborted) stream.close();
    },
    cancel: () => left.abort(new Error("Nobody waits for the file any more.")),
  });
}
