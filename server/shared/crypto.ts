import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";
import { AppError } from "./errors";

/** One key derived from the master secret, for one purpose only. 32 bytes. */
export function deriveKey(master: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync("sha256", master, "tenantry", purpose, 32));
}

export function sha256(data: string | Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}

export function hmac(key: Buffer, data: string): string {
  return createHmac("sha256", key).update(data).digest("hex");
}

export function sameText(a: string, b: string): boolean {
  const [x, y] = [createHash("sha256").update(a).digest(), createHash("sha256").update(b).digest()];
  return timingSafeEqual(x, y);
}

/** Random text for tokens: `bytes` of entropy in base64url. */
export function randomToken(bytes = 32): string {
  return randomBytes(bytes).toString("base64url");
}

/**
 * AES-256-GCM envelope as text: `v1.<key id>.<iv>.<ciphertext+tag>`.
 * @param context what it belongs to (tenant, noun, field); an envelope moved elsewhere does not open
 */
export function seal(key: { id: string; bytes: Buffer }, plain: string, context: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key.bytes, iv).setAAD(Buffer.from(`${key.id}|${context}`));
  const body = Buffer.concat([cipher.update(plain, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `v1.${key.id}.${iv.toString("base64url")}.${body.toString("base64url")}`;
}

/** Key id an envelope was sealed with. */
export function envelopeKeyId(envelope: string): string {
  return envelope.split(".")[1] ?? "";
}

/** Opens an envelope of `seal`; throws `secrets.unreadable` where key, context or bytes do not fit. */
export function unseal(key: { id: string; bytes: Buffer }, envelope: string, context: string): string {
  const [version, keyId, iv, body] = envelope.split(".");
  try {
    if (version !== "v1" || keyId !== key.id || !iv || !body) throw new Error("shape");
    const bytes = Buffer.from(body, "base64url");
    const decipher = createDecipheriv("aes-256-gcm", key.bytes, Buffer.from(iv, "base64url"));
    decipher.setAAD(Buffer.from(`${key.id}|${context}`)).setAuthTag(bytes.subarray(-16));
    return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString("utf8");
  } catch (cause) {
    throw new AppError("failed", "secrets.unreadable", "A stored secret could not be opened.", {
      advice: "Check that TENANTRY_SECRET is the one this data folder was made with.",
      cause,
    });
  }
}
