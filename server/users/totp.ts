import { Secret, TOTP } from "otpauth";
import { renderSVG } from "uqr";

const PERIOD_SECONDS = 30;
const ISSUER = "Tenantry";
/** Steps a phone's clock may be off, either way. */
const TOLERANCE = 1;

const totp = (secret: string, label = "") =>
  new TOTP({
    issuer: ISSUER,
    label,
    secret: Secret.fromBase32(secret),
    algorithm: "SHA1",
    digits: 6,
    period: PERIOD_SECONDS,
  });

/** A new secret of 160 bits, in base32. */
export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** What an authenticator app takes: the address, and the same as a QR code (SVG). */
export function totpSetup(secret: string, email: string): { uri: string; qr: string } {
  const uri = totp(secret, email).toString();
  return { uri, qr: renderSVG(uri, { ecc: "M", border: 2 }) };
}

/**
 * Time step a code belongs to.
 * @param after step of the last code that was taken: codes up to it are refused
 * @returns null for a code that does not fit now, or was taken before
 */
export function stepOfCode(secret: string, code: string, now: Date, after: number | null): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const delta = totp(secret).validate({ token: code, timestamp: now.getTime(), window: TOLERANCE });
  if (delta === null) return null;
  const step = Math.floor(now.getTime() / 1000 / PERIOD_SECONDS) + delta;
  return after !== null && step <= after ? null : step;
}
