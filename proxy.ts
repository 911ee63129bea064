import { type NextRequest, NextResponse } from "next/server";
import { settings } from "@/server/shared/settings";

const DEV = process.env.NODE_ENV === "development";

function contentSecurityPolicy(nonce: string): string {
  const dev = DEV ? " 'unsafe-eval'" : "";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${DEV ? " ws:" : ""}`,
    `frame-src 'self' ${settings().embedUrl}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "object-src 'none'",
  ].join("; ");
}

function secure(response: NextResponse, csp: string): NextResponse {
  const h = response.headers;
  h.set("content-security-policy", csp);
  h.set("x-frame-options", "DENY");
  h.set("x-content-type-options", "nosniff");
  h.set("referrer-policy", "same-origin");
  h.set("permissions-policy", "camera=(), microphone=(), geolocation=(), payment=()");
  h.set("cross-origin-opener-policy", "same-origin");
  h.set("cross-origin-resource-policy", "same-origin");
  if (settings().url.startsWith("https:"))
    h.set("strict-transport-security", "max-age=31536000; includeSubDomains");
  return response;
}

const TWINS = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** The portal answers on one address: `localhost` and `127.0.0.1` would each have cookies of their own. */
function twin(request: NextRequest): URL | null {
  const wanted = new URL(settings().url);
  const host = request.headers.get("host") ?? "";
  const asked = host.replace(/:\d+$/, "");
  if (host === wanted.host || !TWINS.has(asked) || !TWINS.has(wanted.hostname)) return null;
  return new URL(request.nextUrl.pathname + request.nextUrl.search, wanted);
}

/** Next takes 127.0.0.1 for localhost and would make a Location relative: the way there is told in words and a header. */
function sendTo(url: URL): NextResponse {
  const text = `The portal is at ${url.origin}.\n`;
  return new NextResponse(text, { headers: { refresh: `0; url=${url.href}`, "content-type": "text/plain" } });
}

export function proxy(request: NextRequest) {
  const nonce = Buffer.from(crypto.randomUUID()).toString("base64");
  const csp = contentSecurityPolicy(nonce);
  const api = request.nextUrl.pathname.startsWith("/api/");
  const elsewhere = api ? null : twin(request);
  if (elsewhere) return secure(sendTo(elsewhere), csp);
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("x-path", request.nextUrl.pathname + request.nextUrl.search);
  headers.set("content-security-policy", csp);
  return secure(NextResponse.next({ request: { headers } }), csp);
}

/** Not where bodies are large: Next hands on no more than the first 10 MB of what has passed here, and says nothing. */
export const config = {
  matcher: [{ source: "/((?!_next/static|_next/image|icon.svg|api/v1/|api/uploads).*)" }],
};
