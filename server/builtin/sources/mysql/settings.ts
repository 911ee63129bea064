import type { ServerKind, TlsMode } from "../servers/settings";
import { readUrl, type UrlQuery } from "../servers/url";

const NAME = "MySQL";

const SSL_MODES = new Map<string, TlsMode>([
  ["disabled", "off"],
  ["preferred", "auto"],
  ["required", "verify"],
  ["verify_ca", "verify"],
  ["verify_identity", "verify"],
  ["true", "verify"],
  ["false", "off"],
]);
/** Names that drivers give the parameter of TLS in a connection string. */
const SSL_NAMES = new Set(["ssl-mode", "sslmode", "ssl"]);
const IGNORED = new Set(["charset", "timezone", "connecttimeout", "connect_timeout"]);

const QUERY: UrlQuery = {
  example: "mysql://user:password@host:3306/database",
  ignores: (name) => IGNORED.has(name.toLowerCase()),
  tls: (name, value) =>
    SSL_NAMES.has(name.toLowerCase()) ? (SSL_MODES.get(value.toLowerCase()) ?? null) : null,
  missing: ({ host, user, database }) =>
    host === "" || user === "" || database === "" ? "needs user, host and database" : null,
};

export const mysqlServer: ServerKind = {
  name: NAME,
  port: 3306,
  takesSchema: false,
  hostIssue: (host) =>
    host.startsWith("/") ? "needs a host name or address; sockets are not supported" : null,
  isString: (secret) => /^(mysql|mariadb):\/\//.test(secret ?? ""),
  fromString: (text) => readUrl({ name: NAME }, text, QUERY),
};
