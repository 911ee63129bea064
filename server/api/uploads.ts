import type { ReadableStream as WebStream } from "node:stream/web";
import { refuseUntilSetUp } from "@/server/auth/authorize";
import { readImage, uploadFile } from "@/server/files";
import type { Services } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { type ApiContext, createApiContext } from "./context";
import { problem } from "./rest/problem";

/** The person who asks; never somebody on another site. */
export async function personOf(services: Services, request: Request, url: string) {
  const api: ApiContext = await createApiContext(services, request.headers, url);
  if (!api.ctx) throw new AppError("unauthenticated", "auth.session", "Sign in first.");
  if (api.crossSite)
    throw new AppError("forbidden", "auth.cross_site", "This request comes from another site.");
  refuseUntilSetUp(api.ctx.actor);
  return api.ctx;
}

const answer = (body: unknown, status: number) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/json", "cache-control": "no-store" },
  });

/**
 * Takes a file from the portal's own pages: raw body, `?tenant=…&name=…`. The session cookie says who; other programs
 * use `POST /api/v1/files` with a key.
 */
export async function handleUpload(services: Services, request: Request, url: string): Promise<Response> {
  try {
    const ctx = await personOf(services, request, url);
    const query = new URL(request.url).searchParams;
    if (!request.body) throw new AppError("malformed", "files.empty", "The request has no body.");
    const file = await uploadFile(
      ctx,
      { tenantId: query.get("tenant") ?? "", name: query.get("name") ?? "" },
      request.body as unknown as WebStream<Uint8Array>,
    );
    return answer(file, 201);
  } catch (error) {
    return problem(error, "upload", services.log);
  }
}

/** An uploaded picture, for the portal's own pages; nothing else is ever shown by its content. */
export async function handleImage(
  services: Services,
  request: Request,
  { id, url }: { id: string; url: string },
): Promise<Response> {
  try {
    const ctx = await personOf(services, request, url);
    const { bytes, mediaType } = await readImage(ctx, { id });
    return new Response(new Uint8Array(bytes), {
      headers: {
        "content-type": mediaType,
        "content-security-policy": "default-src 'none'; sandbox",
        "x-content-type-options": "nosniff",
        "cache-control": "private, max-age=300",
      },
    });
  } catch (error) {
    return problem(error, "image", services.log);
  }
}
