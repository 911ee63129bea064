import { createPublicKey, type KeyObject } from "node:crypto";
import { AppError } from "@/server/shared/errors";

/** A public RS256 key as it is stored and shown. */
export interface PublicJwk extends Record<string, unknown> {
  kty: "RSA";
  n: string;
  e: string;
  alg: "RS256";
  use: "sig";
}

const LEAST_BITS = 2048;
const MOST_BITS = 8192;
const PRIVATE_PARTS = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

function wrong(message: string, advice: string): AppError {
  return new AppError("invalid", "embeds.key", `The key ${message}.`, {
    advice,
    issues: [{ path: "publicJwk", message: `${message}. ${advice}` }],
  });
}

/** A JWK as key of node:crypto; null for what is no RSA key of a fit size. */
export function rsaKey(jwk: Record<string, unknown>): KeyObject | null {
  if (jwk.kty !== "RSA" || typeof jwk.n !== "string" || typeof jwk.e !== "string") return null;
  try {
    const key = createPublicKey({ key: { kty: "RSA", n: jwk.n, e: jwk.e }, format: "jwk" });
    const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {};
    const fits = modulusLength >= LEAST_BITS && modulusLength <= MOST_BITS && publicExponent >= 3n;
    return fits && publicExponent % 2n === 1n ? key : null;
  } catch {
    return null;
  }
}

/**
 * Checks a host's JWK and keeps only what a public RS256 key consists of.
 * @throws `embeds.key` for private, symmetric, short or foreign keys
 */
export function publicRsaJwk(jwk: Record<string, unknown>): PublicJwk {
  if (PRIVATE_PARTS.some((part) => part in jwk))
    throw wrong(
      "holds a private part",
      "Register the public half only, and replace this key: it has left its place.",
    );
  if (jwk.kty !== "RSA") throw wrong("is no RSA key", 'Make one with "kty": "RSA" and at least 2,048 bits.');
  if (jwk.alg !== undefined && jwk.alg !== "RS256")
    throw wrong(`is meant for ${String(jwk.alg).slice(0, 20)}`, 'Only "alg": "RS256" is taken.');
  if (jwk.use !== undefined && jwk.use !== "sig") throw wrong("is not meant to sign", 'Use "use": "sig".');
  const key = rsaKey(jwk);
  if (!key) throw wrong("is not a usable RSA key", `It needs "n" and "e", and ${LEAST_BITS} bits or more.`);
  const { n, e } = key.export({ format: "jwk" });
  return { kty: "RSA", n: n ?? "", e: e ?? "", alg: "RS256", use: "sig" };
}
