import { isAppError } from "@/server/shared/errors";
import { scrub } from "@/server/shared/logger";
import { isUnwritten } from "@/server/shared/unwritable";
import { type SourceErrorCode, sourceError } from "../errors";
import { tlsCause } from "../tls-cause";
import { placeOf, type S3Properties } from "./properties";

interface Reported {
  name?: string;
  Code?: string;
  code?: string;
  message?: string;
  Region?: string;
  RequestId?: string;
  $metadata?: { httpStatusCode?: number; requestId?: string; extendedRequestId?: string };
  $response?: { headers?: Record<string, string> };
}

const SIGN_IN = "Check the access key, its secret, and that the key is active.";

/** By the storage's own error code. */
const CODES: Record<string, [SourceErrorCode, string, string?]> = {
  InvalidAccessKeyId: ["source.auth", "the access key id is not known", SIGN_IN],
  SignatureDoesNotMatch: ["source.auth", "the secret access key is wrong", SIGN_IN],
  ExpiredToken: ["source.auth", "the access key has expired", SIGN_IN],
  InvalidToken: ["source.auth", "the access key is not valid", SIGN_IN],
  RequestTimeTooSkewed: [
    "source.auth",
    "the clocks here and there differ too much",
    "Set this machine's clock.",
  ],
  AccessDenied: [
    "source.permission",
    "the access key may not read this",
    "Allow it s3:ListBucket on the bucket and s3:GetObject on its objects.",
  ],
  Forbidden: ["source.permission", "the access key may not read this"],
  NoSuchBucket: [
    "source.database_missing",
    "there is no bucket of this name",
    "Check the name of the bucket.",
  ],
  NoSuchKey: ["source.file_missing", "the object is not there any more"],
  SlowDown: ["source.busy", "it is asked too often"],
  ServiceUnavailable: ["source.busy", "it is busy"],
  InternalError: ["source.busy", "it had an error of its own"],
  PreconditionFailed: ["source.lost", "an object was replaced while it was read"],
};

const REGIONS = new Set(["PermanentRedirect", "AuthorizationHeaderMalformed", "301"]);

const NETWORK: Record<string, [SourceErrorCode, string]> = {
  ECONNREFUSED: ["source.not_reachable", "refused the connection"],
  EHOSTUNREACH: ["source.not_reachable", "is not reachable from here"],
  ENETUNREACH: ["source.not_reachable", "is not reachable from here"],
  ETIMEDOUT: ["source.not_reachable", "did not answer"],
  ECONNRESET: ["source.lost", "closed the connection"],
  EPIPE: ["source.lost", "closed the connection"],
  EPROTO: ["source.tls", "does not speak TLS"],
};

/** The other end answered as only such storage does. */
export function isStorageError(error: unknown): boolean {
  const { $metadata, Code, name = "", RequestId } = error as Reported;
  const ids = [$metadata?.requestId, $metadata?.extendedRequestId, RequestId];
  return ids.some((id) => id !== undefined) || (Code ?? name) in CODES;
}

/** What the SDK or the storage reported, in the words of all sources. */
export function s3Failure(error: unknown, properties: S3Properties, secret: string | null): unknown {
  if (isAppError(error) || !(error instanceof Error) || isUnwritten(error)) return error;
  const { name = "", Code, code = "", message, Region, $metadata, $response } = error as Reported;
  const text = scrub(message ?? "", secret ? [secret] : []).replace(/[.\s]+$/, "");
  const { host, port } = placeOf(properties);
  const where = `The bucket "${properties.bucket}" can't be read`;
  const known = CODES[Code ?? name] ?? CODES[name];
  if (known) {
    const [found, cause, advice] = known;
    return sourceError(found, `${where}: ${cause}.`, advice ? { advice } : {});
  }
  const region = Region ?? $response?.headers?.["x-amz-bucket-region"];
  if (REGIONS.has(Code ?? name) || $metadata?.httpStatusCode === 301)
    return sourceError(
      "source.database_missing",
      `${where}: it is in another region${region ? ` (${region})` : ""}.`,
      {
        advice: "Correct the region of the connection.",
      },
    );
  const network = NETWORK[code];
  if (network) return sourceError(network[0], `${host}:${port} ${network[1]}.`);
  if (/CERT|SIGNATURE|^ERR_(TLS|SSL)|ISSUER/.test(code))
    return sourceError("source.tls", `TLS with ${host} failed: ${tlsCause(error)}.`);
  if (name === "TimeoutError") return sourceError("source.not_reachable", `${host}:${port} did not answer.`);
  const status = $metadata?.httpStatusCode;
  if (status === 403) return sourceError("source.permission", `${where}: the access key may not read it.`);
  if (status === 404)
    return sourceError("source.database_missing", `${where}: there is no bucket of this name.`);
  if (status === undefined && code === "") return error;
  return isStorageError(error)
    ? sourceError("source.failed", `${where}: ${text || `the storage answered ${status}`}.`)
    : sourceError("source.not_reachable", `What answers at ${host}:${port} is no S3-compatible storage.`);
}
