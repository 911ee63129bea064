import { embedReader } from "@/server/apps";
import { dashboardOf } from "@/server/dashboards";
import { type ExportLine, exportInput, makeExport } from "@/server/exports";
import type { Services } from "@/server/shared/context";
import { toErrorData } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import { appOf, body, refuseOtherSites, sessionOf } from "./data";

export const LINES_TYPE = "application/x-ndjson";

/**
 * Answers a wish for a file line by line: how far it is, then the file or why there is none. Who goes away ends it.
 * What the session may see decides what is in it, as with every question of the dashboard.
 */
export async function exportLines(services: Services, request: Request): Promise<ReadableStream<Uint8Array>> {
  refuseOtherSites(request);
  const session = await sessionOf(services, request);
  const row = await appOf(services, session);
  const input = parse(exportInput, await body(request));
  const reader = await embedReader(services, session, row);
  const left = new AbortController();
  const signal = AbortSignal.any([request.signal, left.signal]);
  return new ReadableStream<Uint8Array>({
    async start(stream) {
      const encoder = new TextEncoder();
      const say = (line: ExportLine) => {
        if (!signal.aborted) stream.enqueue(encoder.encode(`${JSON.stringify(line)}\n`));
      };
      try {
        const onProgress = (done: number, of: number) => say({ type: "progress", done, of });
        const { bytes, name, mediaType, cut } = await makeExport(services, {
          row,
          asker: reader.asker,
          input,
          document: await dashboardOf(reader),
          signal,
          onProgress,
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
