import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { readSse, type SseEvent } from "./sse";

/** What a command speaks to: a running portal by HTTP, or the data folder opened by this process. */
export interface Portal {
  /** @throws `PortalError` for every answer that is no success */
  call<T>(method: string, path: string, body?: unknown): Promise<T>;
  /** Events of `GET path` (text/event-stream) until it ends. Reconnects after a cut, from the last seen id. */
  events(path: string, after?: number): AsyncGenerator<SseEvent>;
  /** Streams a file as the body of `POST path`. */
  upload<T>(path: string, file: string): Promise<T>;
  /** The bytes `GET path` answers with. */
  download(path: string): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** An RFC 9457 problem the portal answered with. */
export class PortalError extends Error {
  constructor(
    readonly problem: {
      status: number;
      title: string;
      code?: string;
      detail?: string;
      issues?: unknown[];
      requestId?: string;
    },
  ) {
    super(problem.title);
  }
}

export type Transport = (request: Request) => Promise<Response>;

export function portalOver(base: string, token: string, send: Transport, close: () => Promise<void>): Portal {
  const headers = { authorization: `Bearer ${token}` };
  async function checked(request: Request): Promise<Response> {
    const response = await send(request);
    if (response.ok) return response;
    const text = await response.text();
    let problem: PortalError["problem"];
    try {
      problem = JSON.parse(text);
    } catch {
      problem = { status: response.status, title: `The portal answered ${response.status}.` };
    }
    throw new PortalError(problem);
  }
  return {
    async call<T>(method: string, path: string, body?: unknown): Promise<T> {
      const response = await checked(
        new Request(`${base}/api/v1${path}`, {
          method,
          headers: { ...headers, ...(body === undefined ? {} : { "content-type": "application/json" }) },
          body: body === undefined ? undefined : JSON.stringify(body),
        }),
      );
      const text = await response.text();
      return (text ? JSON.parse(text) : undefined) as T;
    },
    async upload<T>(path: string, file: string): Promise<T> {
      const body = Readable.toWeb(createReadStream(file)) as unknown as ReadableStream<Uint8Array>;
      const init = {
        method: "POST",
        headers: { ...headers, "content-type": "application/octet-stream" },
        body,
        duplex: "half",
      };
      const response = await checked(new Request(`${base}/api/v1${path}`, init as RequestInit));
      return (await response.json()) as T;
    },
    async download(path) {
      const response = await checked(new Request(`${base}/api/v1${path}`, { headers }));
      return new Uint8Array(await response.arrayBuffer());
    },
    events: (path, after = 0) =>
      readSse(after, (last) =>
        checked(
          new Request(`${base}/api/v1${path}`, {
            headers: { ...headers, accept: "text/event-stream", "last-event-id": String(last) },
          }),
        ),
      ),
    close,
  };
}
