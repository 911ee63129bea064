import { settings } from "@/server/shared/settings";

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  // Charts and menus place themselves by style attributes; style sheets come from files only.
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "object-src 'none'",
];

/** Headers of every answer of the embed's origin. No answer sets or reads a cookie. */
export function commonHeaders(): Record<string, string> {
  return {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
    ...(settings().embedUrl.startsWith("https:")
      ? { "strict-transport-security": "max-age=31536000; includeSubDomains" }
      : {}),
  };
}

/** Headers of the framed document: only these origins' pages may frame it. */
export function documentHeaders(framing: readonly string[]): Record<string, string> {
  return {
    ...commonHeaders(),
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": [...POLICY, `frame-ancestors ${framing.join(" ")}`].join("; "),
    // Pages that isolate themselves (COEP) can frame it too.
    "cross-origin-resource-policy": "cross-origin",
    "cross-origin-embedder-policy": "require-corp",
    "cache-control": "no-store",
  };
}

/** Headers of what nothing may ever frame or run. */
export function dataHeaders(): Record<string, string> {
  return {
    ...commonHeaders(),
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cache-control": "no-store",
    vary: "authorization, accept-encoding",
  };
}
