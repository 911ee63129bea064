import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { createApiContext } from "@/server/api/context";
import { appRouter } from "@/server/api/root";
import { container } from "@/server/boot";
import { readBody } from "@/server/shared/read-body";
import { settings } from "@/server/shared/settings";

export const dynamic = "force-dynamic";

/** The largest input is a template with its files. */
const MOST_BYTES = 32 * 1024 * 1024;

/** The router reads to the end whatever is sent, also by nobody. */
async function bounded(request: Request): Promise<Request | null> {
  if (!request.body) return request;
  const body = await readBody(request, MOST_BYTES);
  const { url, method, headers, signal } = request;
  return body && new Request(url, { method, headers, signal, body: new Uint8Array(body) });
}

async function handler(given: Request) {
  const request = await bounded(given);
  if (!request) return new Response("The body is too large.", { status: 413 });
  const { services } = await container();
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: appRouter,
    // The questions of a whole sheet are longer than an address may be.
    allowMethodOverride: true,
    createContext: () => createApiContext(services, request.headers, settings().url),
  });
}

export { handler as GET, handler as POST };
