import { isAppError } from "@/server/shared/errors";
import type { Logger } from "@/server/shared/logger";

/** RFC 9457 answer for any error. Unknown errors keep their cause in the log and show only the request id. */
export function problem(error: unknown, requestId: string, log: Logger): Response {
  if (!isAppError(error)) {
    log.error({ requestId, err: error }, "unexpected error");
    return respond(
      500,
      {
        type: "about:blank",
        title: "Something inside Tenantry failed.",
        status: 500,
        code: "internal",
        detail: "The cause is in the server's log under this request id.",
        requestId,
      },
      requestId,
    );
  }
  const { advice, issues, params, retryAfterSeconds } = error.options;
  const body = {
    type: `https://tenantry.dev/problems/${error.code}`,
    title: error.message,
    status: error.status,
    code: error.code,
    ...(advice ? { detail: advice } : {}),
    ...(issues ? { issues } : {}),
    ...(params ? { params } : {}),
    requestId,
  };
  return respond(error.status, body, requestId, retryAfterSeconds);
}

function respond(status: number, body: unknown, requestId: string, retryAfter?: number): Response {
  const headers = new Headers({
    "content-type": "application/problem+json",
    "cache-control": "no-store",
    "x-request-id": requestId,
  });
  if (retryAfter) headers.set("retry-after", String(retryAfter));
  if (status === 401) headers.set("www-authenticate", 'Bearer realm="tenantry"');
  return new Response(JSON.stringify(body), { status, headers });
}
