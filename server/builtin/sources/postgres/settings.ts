import type { ServerKind, TlsMode } from "../servers/settings";
import { readUrl, type UrlQuery } from "../servers/url";

const NAME = "PostgreSQL";

const SSL_MODES = new Map<string, TlsMode>([
  ["disable", "off"],
  ["allow", "auto"],
  ["prefer", "auto"],
  ["require", "verify"],
  ["verify-ca", "verify"],
  ["verify-full", "verify"],
  ["no-verify", "no-verify"],
]);

const IGNORED = new Set(["application_name", "connect_timeout", "channel_binding", "client_encoding"]);

const QUERY: UrlQuery = {
  example: "postgres://user:password@host:5432/database",
  ignores: (name) => IGNORED.has(name),
  tls: (name, value) => (name === "sslmode" ? (SSL_MODES.get(value) ?? null) : null),
  missing: ({ host, user }) => (host === "" || user === "" ? "needs user and host" : null),
};

export const postgresServer: ServerKind = {
  name: NAME,
  port: 5432,
  takesSchema: true,
  hostIssue: (host) =>
    host.startsWith("/") ? "needs a host name or address; sockets are not supported" : null,
  isString: (secret) => /^postgres(ql)?:\/\//.test(secret ?? ""),
  fromString(text) {
    const found = readUrl({ name: NAME }, text, QUERY);
    return { ...found, database: found.database || found.user };
  },
};
