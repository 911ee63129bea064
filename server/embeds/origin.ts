import { AppError } from "@/server/shared/errors";

/** Names of the own machine, where a page may be served without TLS. */
const OWN_MACHINE = new Set(["localhost", "127.0.0.1"]);

export function wrongOrigin(origin: string, message: string, advice: string): AppError {
  return new AppError("invalid", "embeds.origin", `"${origin}" ${message}`, {
    advice,
    params: { origin },
    issues: [{ path: "origin", message: `${message} ${advice}` }],
  });
}

const LIKE = 'Give it like "https://office.example.com" or "http://localhost:5000".';

/**
 * One exact origin as browsers write it: scheme, host, and the port where it is not the scheme's own.
 * `https` only, but on the own machine. No wildcards, paths or credentials.
 * @throws `embeds.origin` that says what is wrong with it
 */
export function parseOrigin(text: string): string {
  const given = text.trim();
  if (given.includes("*"))
    throw wrongOrigin(
      given,
      "holds a wildcard.",
      "Add each origin by itself, so that nobody else's page fits.",
    );
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(given)) throw wrongOrigin(given, "has no scheme.", LIKE);
  // The origin goes into a header as it is: nothing but what a host and a port consist of.
  if (/[\s;,'"\\]/.test(given) || !URL.canParse(given)) throw wrongOrigin(given, "is no web address.", LIKE);
  const url = new URL(given);
  if (url.protocol !== "https:" && url.protocol !== "http:")
    throw wrongOrigin(given, "is no web address.", LIKE);
  if (url.username || url.password) throw wrongOrigin(given, "holds a user name.", LIKE);
  if (url.pathname !== "/" || url.search || url.hash || /[?#]/.test(given))
    throw wrongOrigin(given, "holds more than scheme, host and port.", `Use "${url.origin}".`);
  if (url.protocol === "http:" && !OWN_MACHINE.has(url.hostname))
    throw wrongOrigin(given, "is not encrypted.", "Use https; http is for localhost and 127.0.0.1 only.");
  if (!/^[a-z0-9.-]+$|^\[[0-9a-f:]+\]$/i.test(url.hostname))
    throw wrongOrigin(given, "has no usable host.", LIKE);
  return url.origin;
}
