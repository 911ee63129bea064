import { type ServerKind, type ServerSettings, type TlsMode, wrongString } from "./settings";

/** The query of a connection string that is a URL. */
export interface UrlQuery {
  /** Like `postgres://user:password@host:5432/database`. */
  example: string;
  /** What is to be done about TLS where a parameter says it; null where it is another one. */
  tls(name: string, value: string): TlsMode | null;
  /** Whether a parameter changes nothing here. */
  ignores(name: string): boolean;
  /** What the string lacks, in words, of what is empty in it; null where that is nothing. */
  missing(found: { host: string; user: string; database: string }): string | null;
}

/** Reads `scheme://user:password@host:port/database?…`; user and database are empty where there are none. */
export function readUrl(
  kind: Pick<ServerKind, "name">,
  text: string,
  query: UrlQuery,
): Partial<ServerSettings> & { user: string; database: string; host: string } {
  let url: URL;
  let parts: string[];
  try {
    url = new URL(text);
    parts = [url.username, url.password, url.pathname.slice(1)].map(decodeURIComponent);
  } catch {
    throw wrongString(kind, `is not a connection string; write ${query.example}`);
  }
  const [user = "", password = "", database = ""] = parts;
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const missing = query.missing({ host, user, database });
  if (missing) throw wrongString(kind, missing);
  const found: Partial<ServerSettings> = {};
  for (const [name, value] of url.searchParams) {
    const tls = query.tls(name, value);
    if (tls) found.tls = tls;
    else if (!query.ignores(name)) throw wrongString(kind, `has a parameter that is not supported: ${name}`);
  }
  const port = url.port === "" ? {} : { port: Number(url.port) };
  return { ...found, ...port, host, user, password, database };
}
