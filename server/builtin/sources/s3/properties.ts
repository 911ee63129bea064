import { isIP } from "node:net";
import { wrongProperties } from "../errors";
import { CSV_PROPERTIES, type CsvProperties, csvProperties, filesOf } from "../files/properties";

export const TLS_MODES = ["verify", "no-verify", "off"] as const;
export type TlsMode = (typeof TLS_MODES)[number];

/** What a connection to a bucket says. */
export interface S3Properties extends CsvProperties {
  /** Address of the storage; absent means Amazon's of the region. */
  endpoint?: string;
  region: string;
  bucket: string;
  /** Where the bucket's objects of this customer begin: `exports/acme/`. */
  prefix?: string;
  /** Absent for a bucket everybody may read. */
  accessKeyId?: string;
  /** `host/bucket` instead of `bucket.host`. */
  pathStyle?: boolean;
  tls: TlsMode;
  /** Certificate authority, PEM. */
  ca?: string;
  /** Table → object, pattern (`orders/*.parquet`) or several, below the prefix; absent means what `objectTables` finds. */
  files?: Record<string, string[]>;
}

/** Where to connect to. */
export interface S3Place {
  /** `https://host:port`, without the bucket. */
  endpoint: string;
  /** Name or address that connections go to; the bucket is part of it unless in the path. */
  host: string;
  port: number;
  pathStyle: boolean;
}

const KNOWN = new Set([
  ...CSV_PROPERTIES,
  "endpoint",
  "region",
  "bucket",
  "prefix",
  "accessKeyId",
  "pathStyle",
  "tls",
  "ca",
  "files",
]);

interface Issue {
  path: string;
  message: string;
}

const BUCKET = /^[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]$/;

function endpointIssue(endpoint: string, tls: unknown): string | null {
  let url: URL;
  try {
    url = new URL(endpoint);
  } catch {
    return "needs an address like https://storage.example.com";
  }
  if (url.protocol !== "https:" && url.protocol !== "http:")
    return "needs an address that begins with https://";
  if (url.username || url.password || url.search || url.hash || url.pathname !== "/")
    return "needs scheme, host and port only; bucket and keys have fields of their own";
  if (url.protocol === "http:" && tls !== "off")
    return 'is not encrypted; use https://, or set "tls: off" if the way there is safe';
  return null;
}

/** Checks a connection's properties; throws `connections.properties`. */
export function s3Properties(properties: Record<string, unknown>): S3Properties {
  const given = Object.fromEntries(
    Object.entries(properties).filter(([, v]) => v !== undefined && v !== null && v !== ""),
  );
  const issues: Issue[] = Object.keys(given)
    .filter((name) => !KNOWN.has(name))
    .map((path) => ({ path, message: "is not a property of a bucket" }));
  const text = (name: string) => {
    const value = given[name];
    if (value === undefined) return undefined;
    if (typeof value === "string" && value.trim() !== "" && !value.includes("\0")) return value.trim();
    issues.push({ path: name, message: "needs a text" });
    return undefined;
  };
  const endpoint = text("endpoint")?.replace(/\/$/, "");
  const wrong = endpoint === undefined ? null : endpointIssue(endpoint, given.tls);
  if (wrong !== null) issues.push({ path: "endpoint", message: wrong });
  const bucket = text("bucket");
  if (bucket === undefined) issues.push({ path: "bucket", message: "is needed" });
  else if (!BUCKET.test(bucket)) issues.push({ path: "bucket", message: "is not the name of a bucket" });
  const region = text("region") ?? (endpoint === undefined ? undefined : "us-east-1");
  if (region === undefined)
    issues.push({ path: "region", message: "is needed, unless an endpoint is given" });
  else if (!/^[a-z0-9-]+$/.test(region))
    issues.push({ path: "region", message: "needs a name like eu-central-1" });
  if (given.tls !== undefined && !TLS_MODES.some((mode) => mode === given.tls))
    issues.push({ path: "tls", message: `needs one of ${TLS_MODES.join(", ")}` });
  if (given.pathStyle !== undefined && typeof given.pathStyle !== "boolean")
    issues.push({ path: "pathStyle", message: "needs true or false" });
  const optional = (name: string) => {
    const value = text(name);
    return value === undefined ? {} : { [name]: value };
  };
  const prefix = text("prefix")?.replace(/^\/+/, "");
  const files = filesOf(given.files, issues);
  const rest = { ...csvProperties(given, issues), ...optional("accessKeyId"), ...optional("ca") };
  if (issues.length > 0) throw wrongProperties("bucket", issues);
  return {
    ...rest,
    ...(endpoint ? { endpoint } : {}),
    region: region ?? "",
    bucket: bucket ?? "",
    ...(prefix ? { prefix } : {}),
    ...(typeof given.pathStyle === "boolean" ? { pathStyle: given.pathStyle } : {}),
    tls: (given.tls as TlsMode | undefined) ?? "verify",
    ...(files ? { files } : {}),
  };
}

/** Where the bucket is. Storage of one's own mostly has no names for buckets; those with dots match no certificate. */
export function placeOf({ endpoint, region, bucket, pathStyle }: S3Properties): S3Place {
  const address = endpoint ?? `https://s3.${region}.amazonaws.com`;
  const url = new URL(address);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const inPath = (pathStyle ?? endpoint !== undefined) || isIP(host) !== 0 || !/^[a-z0-9-]+$/.test(bucket);
  return {
    endpoint: address,
    host: inPath ? host : `${bucket}.${host}`,
    port: url.port ? Number(url.port) : url.protocol === "http:" ? 80 : 443,
    pathStyle: inPath,
  };
}
