import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as WebStream } from "node:stream/web";
import type { Services } from "@/server/shared/context";
import { LINES_TYPE } from "../export-lines";
import { handleEmbed } from "./handler";

export interface EmbedListener {
  /** Why embeds are not served, in one sentence; null where they are. */
  problem: string | null;
  address: AddressInfo | null;
  close(): Promise<void>;
}

/** What is passed on. A cookie that reaches this port goes no further. */
const PASSED_ON = [
  "accept-encoding",
  "authorization",
  "content-length",
  "content-type",
  "origin",
  "sec-fetch-site",
  "x-tenantry-page",
];

/** Node's request as a web request, aborted when the browser goes away before it was answered. */
function webRequest(incoming: IncomingMessage, outgoing: ServerResponse): Request | null {
  const url = `http://embed.local${incoming.url?.startsWith("/") ? incoming.url : "/"}`;
  if (!URL.canParse(url)) return null;
  const headers = new Headers();
  for (const name of PASSED_ON) {
    const value = incoming.headers[name];
    if (typeof value === "string") headers.set(name, value);
  }
  const gone = new AbortController();
  outgoing.once("close", () => {
    if (!outgoing.writableFinished) gone.abort();
  });
  const method = incoming.method ?? "GET";
  const body = method === "GET" || method === "HEAD" ? undefined : Readable.toWeb(incoming);
  return new Request(url, {
    method,
    headers,
    signal: gone.signal,
    ...(body ? { body: body as ReadableStream, duplex: "half" } : {}),
  } as RequestInit);
}

async function answer(
  services: Services,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  let request: Request | null = null;
  try {
    request = webRequest(incoming, outgoing);
  } catch {
    // A method or header that web requests do not know.
  }
  if (!request) return void outgoing.writeHead(400).end();
  const response = await handleEmbed(services, request);
  if (outgoing.destroyed) return;
  if (response.body && response.headers.get("content-type") === LINES_TYPE) {
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    await pipeline(Readable.fromWeb(response.body as WebStream<Uint8Array>), outgoing).catch(() => undefined);
    return;
  }
  const body = Buffer.from(await response.arrayBuffer());
  outgoing.writeHead(response.status, {
    ...Object.fromEntries(response.headers),
    "content-length": body.length,
  });
  outgoing.end(incoming.method === "HEAD" ? undefined : body);
}

function listen(server: Server, host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ host: host.replace(/^\[|\]$/g, ""), port }, () => resolve(null));
  });
}

/**
 * Serves embeds on a port of their own. A port that cannot be had is told and leaves the portal running.
 */
export async function listenForEmbeds(
  services: Services,
  { host, embedPort: port }: { host: string; embedPort: number },
): Promise<EmbedListener> {
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, (incoming, outgoing) => {
    answer(services, incoming, outgoing).catch((error: unknown) => {
      services.log.error({ err: error }, "embed request failed");
      outgoing.destroy();
    });
  });
  const failure = await listen(server, host, port);
  if (failure)
    services.log.error({ host, port, failure }, "embeds are not served: the port cannot be listened on");
  else services.log.info({ host, port }, "embeds are served");
  const address = server.address();
  return {
    address: typeof address === "object" ? address : null,
    problem: failure
      ? `Embeds are not served: port ${port} ${failure === "EADDRINUSE" ? "is taken" : `fails (${failure})`}. Free it, or set TENANTRY_EMBED_PORT.`
      : null,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
