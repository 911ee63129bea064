import type { SamplePlace } from "./make";

/** A connection as a tenants file writes it, and the secrets it names. */
export interface SampleConnection {
  connection: {
    name: string;
    kind: string;
    properties: Record<string, unknown>;
    secret?: { env: string };
  };
  /** Environment variable → value, to be handed to `tenants apply`. */
  secrets: Record<string, string>;
  /** Prefix of table names: `schema.`, or nothing. */
  schema: string;
}

/** Environment variable that a tenants file takes the PostgreSQL password from. */
export const PASSWORD_VARIABLE = "SAMPLE_POSTGRES_PASSWORD";

/** The connection that reads a place. */
export function connectionTo(place: SamplePlace, name: string): SampleConnection {
  if (place.kind === "sqlite") return plain(name, "sqlite", { path: place.file });
  if (place.kind === "files") return plain(name, "files", { folder: place.folder });
  const { url, schema } = place;
  const { hostname, port, pathname, username, password, searchParams } = new URL(url);
  const properties = {
    host: decodeURIComponent(hostname || searchParams.get("host") || "localhost"),
    port: Number(port || 5432),
    database: decodeURIComponent(pathname.slice(1) || username),
    user: decodeURIComponent(username),
  };
  const secret = password ? { secret: { env: PASSWORD_VARIABLE } } : {};
  return {
    connection: { name, kind: "postgres", properties, ...secret },
    secrets: password ? { [PASSWORD_VARIABLE]: decodeURIComponent(password) } : {},
    schema: `${schema}.`,
  };
}

function plain(name: string, kind: string, properties: Record<string, unknown>): SampleConnection {
  return { connection: { name, kind, properties }, secrets: {}, schema: "" };
}
