import type { ExportLine } from "@/server/exports/schemas";
import type { FileProgress, ReadyFile } from "../dashboards/source";
import { EmbedFailure } from "./session";

/**
 * The file that the server's lines end with, told how far it is on the way.
 * @throws EmbedFailure where the server says why there is none, or stops in the middle
 */
export async function fileFrom(
  body: ReadableStream<Uint8Array>,
  onProgress: (at: FileProgress) => void,
): Promise<ReadyFile> {
  for await (const line of linesOf(body)) {
    if (line.type === "progress") onProgress({ done: line.done, of: line.of });
    else if (line.type === "failed") throw new EmbedFailure(line.code, line.message, line.advice ?? "", 422);
    else return { name: line.name, blob: blobOf(line.base64, line.mediaType), cut: line.cut };
  }
  throw new EmbedFailure("exports.interrupted", "The connection ended before the file was whole.", "", 503);
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<ExportLine> {
  const reader = body
    .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
    .getReader();
  let rest: string[] = [];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const [head = "", ...lines] = value.split("\n");
    rest.push(head);
    for (const next of lines) {
      yield JSON.parse(rest.join("")) as ExportLine;
      rest = [next];
    }
  }
}

function blobOf(base64: string, type: string): Blob {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return new Blob([bytes], { type });
}
