import { type ServerKind, type ServerSettings, type TlsMode, wrongString } from "../servers/settings";

const kind = { name: "SQL Server" };

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
      throw wrongString(kind, "is not a connection string; write Server=…;Database=…;User Id=…;Password=…");
    const [, name = "", double, single, plain = ""] = match;
    const value = double?.replaceAll('""', '"') ?? single?.replaceAll("''", "'") ?? plain.trim();
    const word = WORDS[name.toLowerCase()];
    if (word) found.set(word, value);
    else if (!IGNORED.test(name.toLowerCase()))
      throw wrongString(kind, `has a word that is not supported: ${name}`);
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
function fromString(text: string): Partial<ServerSettings> {
  const found = pairs(text);
  const [, host = "", port] = /^(?:tcp:)?([^,\\]+?)(?:\s*,\s*(\d+))?$/i.exec(found.get("server") ?? "") ?? [];
  const database = found.get("database") ?? "";
  const user = found.get("user") ?? "";
  if (host === "" || database === "" || user === "")
    throw wrongString(kind, "needs server, database and user");
  return {
    host: host === "." || host === "(local)" ? "localhost" : host,
    database,
    user,
    password: found.get("password") ?? "",
    ...(port ? { port: Number(port) } : {}),
    ...tlsOf(found),
  };
}

export const sqlServer: ServerKind = {
  ...kind,
  port: 1433,
  takesSchema: false,
  hostIssue: (host) =>
    host.includes("\\") ? "needs a host name or address; give an instance by its port" : null,
  isString: (secret, host) => secret !== null && host === undefined,
  fromString,
};
