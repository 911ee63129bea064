import { wrongProperties } from "../errors";

export const TLS_MODES = ["auto", "verify", "no-verify", "off"] as const;
/**
 * `auto`: verified where the server offers TLS; on this machine's own addresses encrypted, not verified; without TLS only
 * to addresses on the operator's list. `verify`: nothing less than verified. `no-verify`: encrypted at least. `off`: plain.
 */
export type TlsMode = (typeof TLS_MODES)[number];

export interface PostgresSettings {
  host: string;
  port: number;
  database: string;
  user: string;
  password: string;
  tls: TlsMode;
  /** Certificate authority, PEM. */
  ca?: string;
  /** Looked up first for names without a schema. */
  schema?: string;
}

const TEXTS = ["host", "database", "user", "ca", "schema"] as const;
const KNOWN = new Set<string>([...TEXTS, "port", "tls"]);

interface Issue {
  path: string;
  message: string;
}

function textIssues(properties: Record<string, unknown>): Issue[] {
  const issues: Issue[] = [];
  for (const name of Object.keys(properties))
    if (!KNOWN.has(name)) issues.push({ path: name, message: "is not a property of PostgreSQL" });
  for (const name of TEXTS) {
    const value = properties[name];
    if (value !== undefined && (typeof value !== "string" || value.trim() === "" || value.includes("\0")))
      issues.push({ path: name, message: "needs a text" });
  }
  return issues;
}

function isPort(value: unknown): boolean {
  const port = Number(value);
  return Number.isInteger(port) && port > 0 && port < 65536;
}

/** Checks a connection's properties. Host, database and user go together; none of them means a connection string. */
export function parseProperties(properties: Record<string, unknown>): Record<string, unknown> {
  const given = Object.fromEntries(
    Object.entries(properties).filter(([, v]) => v !== undefined && v !== null && v !== ""),
  );
  const issues = textIssues(given);
  if (given.port !== undefined && !isPort(given.port))
    issues.push({ path: "port", message: "needs a number from 1 to 65535" });
  if (given.tls !== undefined && !TLS_MODES.some((mode) => mode === given.tls))
    issues.push({ path: "tls", message: `needs one of ${TLS_MODES.join(", ")}` });
  if (given.host ?? given.database ?? given.user ?? given.port)
    for (const name of ["host", "database", "user"])
      if (given[name] === undefined)
        issues.push({ path: name, message: "is needed, unless a connection string is the secret" });
  if (typeof given.host === "string" && given.host.startsWith("/"))
    issues.push({ path: "host", message: "needs a host name or address; sockets are not supported" });
  if (issues.length > 0) throw wrongProperties("PostgreSQL", issues);
  return given.port === undefined ? given : { ...given, port: Number(given.port) };
}

const SSL_MODES: Record<string, TlsMode> = {
  disable: "off",
  allow: "auto",
  prefer: "auto",
  require: "verify",
  "verify-ca": "verify",
  "verify-full": "verify",
  "no-verify": "no-verify",
};
/** Parameters of a connection string that change nothing here. */
const IGNORED = new Set(["application_name", "connect_timeout", "channel_binding", "client_encoding"]);

function wrongString(message: string) {
  return wrongProperties("PostgreSQL", [{ path: "secret", message }]);
}

/** Reads `postgres://user:password@host:port/database?sslmode=…`. Never shows any of it in an error. */
function fromString(text: string): Partial<PostgresSettings> {
  let url: URL;
  let parts: string[];
  try {
    url = new URL(text);
    parts = [url.username, url.password, url.pathname.slice(1)].map(decodeURIComponent);
  } catch {
    throw wrongString("is not a connection string; write postgres://user:password@host:5432/database");
  }
  const [user = "", password = "", database = ""] = parts;
  if (url.hostname === "" || user === "") throw wrongString("needs user and host");
  const found: Partial<PostgresSettings> = {
    host: url.hostname.replace(/^\[|\]$/g, ""),
    user,
    password,
    database: database === "" ? user : database,
    ...(url.port === "" ? {} : { port: Number(url.port) }),
  };
  for (const [name, value] of url.searchParams) {
    if (name === "sslmode" && Object.hasOwn(SSL_MODES, value)) found.tls = SSL_MODES[value];
    else if (!IGNORED.has(name)) throw wrongString(`has a parameter that is not supported: ${name}`);
  }
  return found;
}

/** Properties and secret (a password or a connection string) as what to connect with. */
export function settingsOf(properties: Record<string, unknown>, secret: string | null): PostgresSettings {
  const given = parseProperties(properties) as Partial<PostgresSettings>;
  const isString = /^postgres(ql)?:\/\//.test(secret ?? "");
  if (isString && given.host !== undefined)
    throw wrongString(
      "is a connection string; leave host, port, database and user empty, or give a password",
    );
  if (!isString && given.host === undefined)
    throw wrongString("needs a connection string where no host is given");
  const from = isString ? fromString(secret ?? "") : { password: secret ?? "" };
  const { host, user, database, password } = { ...given, ...from };
  if (!host || !user || !database) throw wrongString("needs host, user and database");
  return {
    host,
    user,
    database,
    password: password ?? "",
    port: from.port ?? given.port ?? 5432,
    tls: given.tls ?? from.tls ?? "auto",
    ...(given.ca ? { ca: given.ca } : {}),
    ...(given.schema ? { schema: given.schema } : {}),
  };
}
