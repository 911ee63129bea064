import { wrongProperties } from "../errors";

export const TLS_MODES = ["auto", "verify", "no-verify", "off"] as const;
/**
 * `auto`: encrypted and verified; on this machine's own addresses encrypted, not verified. `verify`: nothing less than
 * verified. `no-verify`: encrypted at least. `off`: plain.
 */
export type TlsMode = (typeof TLS_MODES)[number];

export interface SqlServerSettings {
  host: string;
  port: number;
  database: string;
  user: string;
  password: string;
  tls: TlsMode;
  /** Certificate authority, PEM. */
  ca?: string;
}

export const DEFAULT_PORT = 1433;

const TEXTS = ["host", "database", "user", "ca"] as const;
const KNOWN = new Set<string>([...TEXTS, "port", "tls"]);

function isPort(value: unknown): boolean {
  const port = Number(value);
  return Number.isInteger(port) && port > 0 && port < 65536;
}

/** Checks a connection's properties. Host, database and user go together; none of them means a connection string. */
export function parseProperties(properties: Record<string, unknown>): Record<string, unknown> {
  const given = Object.fromEntries(
    Object.entries(properties).filter(([, v]) => v !== undefined && v !== null && v !== ""),
  );
  const issues = Object.keys(given)
    .filter((name) => !KNOWN.has(name))
    .map((path) => ({ path, message: "is not a property of SQL Server" }));
  for (const name of TEXTS) {
    const value = given[name];
    if (value !== undefined && (typeof value !== "string" || value.trim() === "" || value.includes("\0")))
      issues.push({ path: name, message: "needs a text" });
  }
  if (given.port !== undefined && !isPort(given.port))
    issues.push({ path: "port", message: "needs a number from 1 to 65535" });
  if (given.tls !== undefined && !TLS_MODES.some((mode) => mode === given.tls))
    issues.push({ path: "tls", message: `needs one of ${TLS_MODES.join(", ")}` });
  if (given.host ?? given.database ?? given.user ?? given.port)
    for (const name of ["host", "database", "user"])
      if (given[name] === undefined)
        issues.push({ path: name, message: "is needed, unless a connection string is the secret" });
  if (typeof given.host === "string" && given.host.includes("\\"))
    issues.push({ path: "host", message: "needs a host name or address; give an instance by its port" });
  if (issues.length > 0) throw wrongProperties("SQL Server", issues);
  return given.port === undefined ? given : { ...given, port: Number(given.port) };
}

function wrongString(message: string) {
  return wrongProperties("SQL Server", [{ path: "secret", message }]);
}

/** The words a connection string may use, by what they mean here. */
const WORDS: Record<string, "server" | "database" | "user" | "password" | "encrypt" | "trust"> = {
  server: "server",
  "data source": "server",
  address: "server",
  addr: "server",
  database: "database",
  "initial catalog": "database",
  "user id": "user",
  uid: "user",
  user: "user",
  password: "password",
  pwd: "password",
  encrypt: "encrypt",
  trustservercertificate: "trust",
  "trust server certificate": "trust",
};
/** Words that change nothing here. */
const IGNORED =
  /^(application name|app|connect(ion)? timeout|command timeout|persist security info|multipleactiveresultsets|multiple active result sets|pooling|max pool size|min pool size|applicationintent|application intent|current language)$/;

const PAIR = /\s*([^=;]+?)\s*=\s*(?:"((?:[^"]|"")*)"|'((?:[^']|'')*)'|([^;]*))\s*(?:;|$)/y;

function pairs(text: string): Map<string, string> {
  const found = new Map<string, string>();
  const body = text.replace(/[;\s]+$/, "");
  PAIR.lastIndex = 0;
  while (PAIR.lastIndex < body.length) {
    const match = PAIR.exec(body);
    if (!match)
      throw wrongString("is not a connection string; write Server=…;Database=…;User Id=…;Password=…");
    const [, name = "", double, single, plain = ""] = match;
    const value = double?.replaceAll('""', '"') ?? single?.replaceAll("''", "'") ?? plain.trim();
    const word = WORDS[name.toLowerCase()];
    if (word) found.set(word, value);
    else if (!IGNORED.test(name.toLowerCase()))
      throw wrongString(`has a word that is not supported: ${name}`);
  }
  return found;
}

/** `off` only where the string says so; a server whose certificate is trusted as it is isn't verified. */
function tlsOf(found: Map<string, string>): { tls?: TlsMode } {
  const encrypt = found.get("encrypt")?.toLowerCase();
  if (encrypt === "false" || encrypt === "no" || encrypt === "optional") return { tls: "off" };
  if (/^(true|yes)$/i.test(found.get("trust") ?? "")) return { tls: "no-verify" };
  return encrypt === undefined ? {} : { tls: "verify" };
}

/** Reads `Server=tcp:host,1433;Database=…;User Id=…;Password=…`. Never shows any of it in an error. */
function fromString(text: string): Partial<SqlServerSettings> {
  const found = pairs(text);
  const [, host = "", port] = /^(?:tcp:)?([^,\\]+?)(?:\s*,\s*(\d+))?$/i.exec(found.get("server") ?? "") ?? [];
  const database = found.get("database") ?? "";
  const user = found.get("user") ?? "";
  if (host === "" || database === "" || user === "") throw wrongString("needs server, database and user");
  return {
    host: host === "." || host === "(local)" ? "localhost" : host,
    database,
    user,
    password: found.get("password") ?? "",
    ...(port ? { port: Number(port) } : {}),
    ...tlsOf(found),
  };
}

/** Properties and secret (a password or a connection string) as what to connect with. */
export function settingsOf(properties: Record<string, unknown>, secret: string | null): SqlServerSettings {
  const given = parseProperties(properties) as Partial<SqlServerSettings>;
  const isString = given.host === undefined && secret !== null;
  if (given.host === undefined && secret === null)
    throw wrongString("needs a connection string where no host is given");
  const from = isString ? fromString(secret) : { password: secret ?? "" };
  const { host, user, database, password } = { ...given, ...from };
  if (!host || !user || !database) throw wrongString("needs server, database and user");
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
