import { type Clock, systemClock } from "@/server/shared/clock";
import { CSV_FIELDS } from "../files/properties";
import type { Source, SourceForm, SourceTarget, TestResult } from "../port";
import { reach } from "../reach";
import { failedTest } from "../test-result";
import { type Bucket, openClient } from "./client";
import { isStorageError, s3Failure } from "./failure";
import { allObjects, objectPage, objectTables, type StoredObject } from "./objects";
import { placeOf, type S3Properties, s3Properties, TLS_MODES } from "./properties";
import { S3Session } from "./session";

/** Longest time up to the first page of the list. */
const CONNECT_MS = 5000;
const ATTEMPTS = 4;

const TLS_LABELS: Record<(typeof TLS_MODES)[number], string> = {
  verify: "Always verified",
  "no-verify": "Encrypted, not verified",
  off: "None",
};

const form: SourceForm = {
  title: "S3-compatible bucket",
  fields: [
    {
      name: "endpoint",
      label: "Endpoint",
      type: "text",
      required: false,
      placeholder: "https://storage.example.com",
      hint: "Empty for Amazon S3.",
    },
    { name: "region", label: "Region", type: "text", required: false, placeholder: "eu-central-1" },
    { name: "bucket", label: "Bucket", type: "text", required: true },
    {
      name: "prefix",
      label: "Prefix",
      type: "text",
      required: false,
      placeholder: "exports/acme/",
      hint: "Only objects whose keys begin with it are seen.",
    },
    {
      name: "files",
      label: "Tables",
      type: "files",
      required: false,
      placeholder: "orders/*.parquet",
      hint: "Table and object or pattern. Without any, each object and each folder is a table.",
    },
    {
      name: "accessKeyId",
      label: "Access key id",
      type: "text",
      required: false,
      hint: "One that may only list and read. Empty for a public bucket.",
    },
    { name: "secret", label: "Secret access key", type: "secret", required: false },
    {
      name: "pathStyle",
      label: "Bucket in the path",
      type: "switch",
      required: false,
      hint: "https://host/bucket instead of https://bucket.host. On by default where an endpoint is given.",
    },
    {
      name: "tls",
      label: "TLS",
      type: "choice",
      required: false,
      default: "verify",
      choices: TLS_MODES.map((value) => ({ value, label: TLS_LABELS[value] })),
    },
    {
      name: "ca",
      label: "Certificate authority",
      type: "text",
      required: false,
      hint: "PEM; only for a private authority.",
    },
    ...CSV_FIELDS,
  ],
};

interface Opened {
  bucket: Bucket;
  properties: S3Properties;
  objects: StoredObject[];
}

interface Limits {
  timeoutMs: number;
  signal?: AbortSignal;
  clock: Clock;
}

/** Asks for the first objects' names and gives the answer with the address it came from: whoever can do that is storage. */
function findStorage(target: SourceTarget, properties: S3Properties, { timeoutMs, signal, clock }: Limits) {
  const { host, port } = placeOf(properties);
  const options = { host, port, timeoutMs: Math.min(timeoutMs, CONNECT_MS), signal, clock };
  return reach(target, options, async ({ address, signal, proven }) => {
    const bucket = await openClient(properties, { address, secret: target.secret, attempts: 1 });
    try {
      return { address, first: await objectPage(bucket, signal) };
    } catch (error) {
      if (isStorageError(error)) proven();
      throw s3Failure(error, properties, target.secret);
    } finally {
      bucket.destroy();
    }
  });
}

/** The bucket's objects, and a client for them. */
async function openBucket(target: SourceTarget, limits: Limits): Promise<Opened> {
  const properties = s3Properties(target.properties);
  const { secret } = target;
  const { address, first } = await findStorage(target, properties, limits);
  const bucket = await openClient(properties, { address, secret, attempts: ATTEMPTS });
  try {
    const objects = await allObjects(first, (from) => objectPage(bucket, limits.signal, from));
    return { bucket, properties, objects };
  } catch (error) {
    bucket.destroy();
    throw s3Failure(error, properties, secret);
  }
}

/** An S3-compatible source; `clock` is for tests. */
export function createS3Source(clock: Clock = systemClock): Source {
  return {
    kind: "s3",
    form,
    parse: (properties) => ({ ...s3Properties(properties) }),

    async test(target, { timeoutMs, signal }): Promise<TestResult> {
      const start = clock.now().getTime();
      const passed = () => clock.now().getTime() - start;
      try {
        const late = AbortSignal.timeout(timeoutMs);
        const both = signal ? AbortSignal.any([signal, late]) : late;
        const { bucket, properties, objects } = await openBucket(target, { timeoutMs, signal: both, clock });
        bucket.destroy();
        const tables = objectTables(objects, properties);
        const warnings = tables.length === 0 ? ["There is no CSV or Parquet object below the prefix."] : [];
        const version = properties.endpoint ? "S3-compatible storage" : "Amazon S3";
        return { ok: true, version, tables: tables.length, ms: passed(), warnings };
      } catch (error) {
        return failedTest(error, passed());
      }
    },

    async open(target, options) {
      options.signal.throwIfAborted();
      const limits = { timeoutMs: CONNECT_MS, signal: options.signal, clock };
      const { bucket, properties, objects } = await openBucket(target, limits);
      return S3Session.open(bucket, properties, target.secret, objectTables(objects, properties), options);
    },
  };
}

export const s3: Source = createS3Source();
