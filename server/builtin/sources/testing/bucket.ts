import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import S3rver from "s3rver";

export interface TestBucket {
  /** `http://127.0.0.1:port` */
  endpoint: string;
  port: number;
  bucket: string;
  accessKeyId: string;
  secret: string;
  put(key: string, content: string | Buffer): Promise<void>;
  close(): Promise<void>;
}

/**
 * A real S3-compatible server (s3rver) on a free port with one empty bucket. It knows one access key id and takes any
 * signature of it; pages of a list it can't give with today's OpenSSL.
 */
export async function testBucket(): Promise<TestBucket> {
  const directory = await mkdtemp(join(tmpdir(), "tenantry-s3-"));
  const server = new S3rver({ address: "127.0.0.1", port: 0, silent: true, vhostBuckets: false, directory });
  const { port } = await server.run();
  const endpoint = `http://127.0.0.1:${port}`;
  const accessKeyId = "S3RVER";
  const secret = "S3RVER";
  const client = new S3Client({
    endpoint,
    region: "us-east-1",
    forcePathStyle: true,
    credentials: { accessKeyId, secretAccessKey: secret },
    requestChecksumCalculation: "WHEN_REQUIRED",
  });
  const bucket = "shop-exports";
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  return {
    endpoint,
    port,
    bucket,
    accessKeyId,
    secret,
    async put(Key, Body) {
      await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
    },
    async close() {
      client.destroy();
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
