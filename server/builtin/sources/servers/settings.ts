import { wrongProperties } from "../errors";

export const TLS_MODES = ["auto", "verify", "no-verify", "off"] as const;
/**
 * `auto`: verified where the server offers TLS; on this machine's own addresses encrypted, not verified; without TLS only
 * to addresses on the operator's list. `verify`: nothing less than verified. `no-verify`: encrypted at least. `off`: plain.
 */
export type TlsMode = (typeof TLS_MODES)[number];

/** What a database server is connected with. */
export interface ServerSettings {
  host: string;
  port: number;
  database: string;
  user: string;
  password: string;
  tls: TlsMode;
  /** Certificate authority, PEM. */
  ca?: string;
  /** Looked up first for names without a schema, by kinds that take it. */
  schema?: string;
}

/** How one kind of database server is told where it is. */
export interface ServerKind {
  /** As its makers write it. */
  name: string;
  /** The usual one. */
  port: number;
  takesSchema: boolean;
  /** What is wrong with a host, beyond what is wrong with any. */
  hostIssue?(host: string): string | null;
  /** Whether a secret is a connection string and not a password. */
  isString(secret: string | null, host: string | undefined): boolean;
  /** Reads a connection string. Never shows any of it in an error. */
  fromString(text: string): Partial<ServerSettings>;
}

const TEXTS = ["host", "database", "user", "ca"] as const;

interface Issue {
  path: string;
  message: string;
}

/** Of a secret that is not the connection string it should be. */
export function wrongString(kind: Pick<ServerKind, "name">, message: string) {
  return wrongProperties(kind.name, [{ path: "secret", message }]);
}

function isPort(value: unknown): boolean {
  const port = Number(value);
  return Number.isInteger(port) && port > 0 && port < 65536;
}

function textIssues(kind: ServerKind, given: Record<string, unknown>): Issue[] {
  const texts: string[] = kind.takesSchema ? [...TEXTS, "schema"] : [...TEXTS];
  const known = new Set([...texts, "port", "tls"]);
  const isText = (value: unknown) =>
    typeof value === "string" && value.trim() !== "" && !value.includes("\0");
  return [
    ...Object.keys(given)
      .filter((name) => !known.has(name))
      .map((path) => ({ path, message: `is not a property of ${kind.name}` })),
    ...texts
      .filter((name) => given[name] !== undefined && !isText(given[name]))
      .map((path) => ({ path, message: "needs a text" })),
  ];
}

function issuesOf(kind: ServerKind, given: Record<string, unknown>): Issue[] {
  const issues = textIssues(kind, given);
  if (given.port !== undefined && !isPort(given.port))
    issues.push({ path: "port", message: "needs a number from 1 to 65535" });
  if (given.tls !== undefined && !TLS_MODES.some((mode) => mode === given.tls))
    issues.push({ path: "tls", message: `needs one of ${TLS_MODES.join(", ")}` });
  if (given.host ?? given.database ?? given.user ?? given.port)
    for (const name of ["host", "database", "user"])
      if (given[name] === undefined)
        issues.push({ path: name, message: "is needed, unless a connection string is the secret" });
  const wrongHost = typeof given.host === "string" ? kind.hostIssue?.(given.host) : null;
  if (wrongHost) issues.push({ path: "host", message: wrongHost });
  return issues;
}

/** Checks a connection's properties. Host, database and user go together; none of them means a connection string. */
export function parseServer(kind: ServerKind, properties: Record<string, unknown>): Record<string, unknown> {
  const given = Object.fromEntries(
    Object.entries(properties).filter(([, v]) => v !== undefined && v !== null && v !== ""),
  );
  const issues = issuesOf(kind, given);
  if (issues.length > 0) throw wrongProperties(kind.name, issues);
  return given.port === undefined ? given : { ...given, port: Number(given.port) };
}

/** Properties and secret (a password or a connection string) as what to connect with. */
export function serverSettings(
  kind: ServerKind,
  properties: Record<string, unknown>,
  secret: string | null,
): ServerSettings {
  const given = parseServer(kind, properties) as Partial<ServerSettings>;
  const isString = kind.isString(secret, given.host);
  if (isString && given.host !== undefined)
    throw wrongString(
      kind,
      "is a connection string; leave host, port, database and user empty, or give a password",
    );
  if (!isString && given.host === undefined)
    throw wrongString(kind, "needs a connection string where no host is given");
  const from = isString ? kind.fromString(secret ?? "") : { password: secret ?? "" };
  const { host, user, database, password } = { ...given, ...from };
  if (!host || !user || !database) throw wrongString(kind, "needs host, user and database");
  return {
    host,
    user,
    database,
    password: password ?? "",
    port: from.port ?? given.port ?? kind.port,
    tls: given.tls ?? from.tls ?? "auto",
    ...(given.ca ? { ca: given.ca } : {}),
    ...(given.schema ? { schema: given.schema } : {}),
  };
}
