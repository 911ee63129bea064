import { wrongProperties } from "../errors";

export const TLS_MODES = ["auto", "verify", "no-verify", "off"] as const;
/**
 * `auto`: verified where the server offers TLS; on this machine's own addresses encrypted, not verified; without TLS only
 * to addresses on the operator's list. `verify`: nothing less than verified. `no-verify`: encrypted at least. `off`: plain.
 */
export type TlsMode = (typeof TLS_MODES)[number];

export interface MysqlSettings {
  host: string;
  port: number;
  database: string;
  user: string;
  password: string;
  tls: TlsMode;
  /** Certificate authority, PEM. */
  ca?: string;
}

export const DEFAULT_PORT = 3306;

const TEXTS = ["host", "database", "user", "ca"] as const;
const KNOWN = new Set<string>([...TEXTS, "port", "tls"]);

interface Issue {
  path: string;
  message: string;
}

function textIssues(properties: Record<string, unknown>): Issue[] {
  const issues: Issue[] = [];
  for (const name of Object.keys(properties))
    if (!KNOWN.has(name)) issues.push({ path: name, message: "is not a property of MySQL" });
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
  if (issues.length > 0) throw wrongProperties("MySQL", issues);
  return given.port === undefined ? given : { ...given, port: Number(given.port) };
}

const SSL_MODES: Record<string, TlsMode> = {
  disabled: "off",
  preferred: "auto",
  required: "verify",
  verify_ca: "verify",
  verify_identity: "verify",
  true: "verify",
  false: "off",
};
/** Names that drivers give the parameter of TLS in a connection string. */
const SSL_NAMES = new Set(["ssl-mode", "sslmode", "ssl"]);
/** Parameters of a connection string that change nothing here. */
const IGNORED = new Set(["charset", "timezone", "connecttimeout", "connect_timeout"]);

function wrongString(message: string) {
  return wrongProperties("MySQL", [{ path: "secret", message }]);
}

/** Reads `mysql://user:password@host:port/database?ssl-mode=…`. Never shows any of it in an error. */
function fromString(text: string): Partial<MysqlSettings> {
  let url: URL;
  let parts: string[];
  try {
    url = new URL(text);
    parts = [url.username, url.password, url.pathname.slice(1)].map(decodeURIComponent);
  } catch {
    throw wrongString("is not a connection string; write mysql://user:password@host:3306/database");
  }
  const [user = "", password = "", database = ""] = parts;
  if (url.hostname === "" || user === "" || database === "")
    throw wrongString("needs user, host and database");
  const found: Partial<MysqlSettings> = {
    host: url.hostname.replace(/^\[|\]$/g, ""),
    user,
    password,
    database,
    ...(url.port === "" ? {} : { port: Number(url.port) }),
  };
  for (const [name, value] of url.searchParams) {
    const key = name.toLowerCase();
    const mode = value.toLowerCase();
    if (SSL_NAMES.has(key) && Object.hasOwn(SSL_MODES, mode)) found.tls = SSL_MODES[mode];
    else if (!IGNORED.has(key)) throw wrongString(`has a parameter that is not supported: ${name}`);
  }
  return found;
}

/** Properties and secret (a password or a connection string) as what to connect with. */
export function settingsOf(properties: Record<string, unknown>, secret: string | null): MysqlSettings {
  const given = parseProperties(properties) as Partial<MysqlSettings>;
  const isString = /^(mysql|mariadb):\/\//.test(secret ?? "");
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
    port: from.port ?? given.port ?? DEFAULT_PORT,
    tls: given.tls ?? from.tls ?? "auto",
    ...(given.ca ? { ca: given.ca } : {}),
  };
}
