import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { isIPv6, type LookupFunction } from "node:net";
import { S3Client } from "@aws-sdk/client-s3";
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
export function createClient(properties: S3Properties, options: ClientOptions): S3Client {
  const { region, accessKeyId, tls, ca } = properties;
  const { endpoint, pathStyle } = placeOf(properties);
  const net = { lookup: pinned(options.address), keepAlive: true, maxSockets: PARALLEL };
  const client = new S3Client({
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
  return client;
}
