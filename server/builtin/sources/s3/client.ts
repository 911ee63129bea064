import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { isIPv6, type LookupFunction } from "node:net";
import type { S3Client } from "@aws-sdk/client-s3";
import { placeOf, type S3Properties } from "./properties";

/** Connections to the storage at a time. */
export const PARALLEL = 4;
const IDLE_MS = 60_000;
const CONNECT_MS = 5000;

/** Gives the one address the policy allowed, whatever name the SDK asks for. */
function pinned(address: string): LookupFunction {
  const family = isIPv6(address) ? 6 : 4;
  return (_host, options, done) => {
    if (options.all) done(null, [{ address, family }]);
    else done(null, address, family);
  };
}

/** One page of a list as the storage gives it; `name` and `count` are absent where no storage answered. */
export interface ListedPage {
  name?: string;
  count?: number;
  objects: { key: string; etag: string; bytes: number }[];
  next?: string;
}

/** The two questions a bucket is asked. Errors are the SDK's own. */
export interface Bucket {
  list(from: string | undefined, signal?: AbortSignal): Promise<ListedPage>;
  /** An object's content, only where it is still the one of this tag. `bytes` asks for its beginning. */
  get(
    object: { key: string; etag: string; bytes?: number },
    signal: AbortSignal,
  ): Promise<{ body: unknown; etag?: string }>;
  destroy(): void;
}

export interface ClientOptions {
  /** The address connections go to; no name is resolved again. */
  address: string;
  secret: string | null;
  /** Tries of one request. */
  attempts: number;
}

/**
 * A client of the bucket's storage. It knows nothing but the connection: no keys, endpoints or regions of the machine's
 * environment or files are ever used for a customer.
 */
export async function openClient(properties: S3Properties, options: ClientOptions): Promise<Bucket> {
  // Loaded by those who need it: every reload starts a process.
  const sdk = await import("@aws-sdk/client-s3");
  const { region, accessKeyId, tls, ca } = properties;
  const { endpoint, pathStyle } = placeOf(properties);
  const net = { lookup: pinned(options.address), keepAlive: true, maxSockets: PARALLEL };
  const client = new sdk.S3Client({
    endpoint,
    region,
    forcePathStyle: pathStyle,
    credentials: { accessKeyId: accessKeyId ?? "anonymous", secretAccessKey: options.secret ?? "" },
    // A bucket for everybody is asked without a signature.
    ...(accessKeyId ? {} : { signer: { sign: async (request) => request } }),
    maxAttempts: options.attempts,
    followRegionRedirects: false,
    useAccelerateEndpoint: false,
    useDualstackEndpoint: false,
    useFipsEndpoint: false,
    // Storage of other makers knows no checksums of Amazon's.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    requestHandler: {
      httpAgent: new HttpAgent(net),
      httpsAgent: new HttpsAgent({
        ...net,
        minVersion: "TLSv1.2",
        rejectUnauthorized: tls !== "no-verify",
        ...(ca ? { ca } : {}),
      }),
      connectionTimeout: CONNECT_MS,
      socketTimeout: IDLE_MS,
    },
    logger: undefined,
  });
  return bucketOf(sdk, client, properties);
}

function bucketOf(
  { GetObjectCommand, ListObjectsV2Command }: typeof import("@aws-sdk/client-s3"),
  client: S3Client,
  { bucket, prefix }: S3Properties,
): Bucket {
  return {
    async list(from, abortSignal) {
      const command = new ListObjectsV2Command({
        Bucket: bucket,
        ...(prefix ? { Prefix: prefix } : {}),
        ...(from ? { ContinuationToken: from } : {}),
      });
      const page = await client.send(command, { abortSignal });
      const objects = (page.Contents ?? []).flatMap(({ Key, ETag = "", Size = 0 }) =>
        Key && !Key.endsWith("/") ? [{ key: Key, etag: ETag, bytes: Size }] : [],
      );
      const next = page.IsTruncated ? page.NextContinuationToken : undefined;
      return { name: page.Name, count: page.KeyCount, objects, ...(next ? { next } : {}) };
    },
    async get({ key, etag, bytes }, abortSignal) {
      const command = new GetObjectCommand({
        Bucket: bucket,
        Key: key,
        ...(etag ? { IfMatch: etag } : {}),
        ...(bytes === undefined ? {} : { Range: `bytes=0-${bytes - 1}` }),
      });
      const { Body, ETag } = await client.send(command, { abortSignal });
      return { body: Body, ...(ETag ? { etag: ETag } : {}) };
    },
    destroy: () => client.destroy(),
  };
}
