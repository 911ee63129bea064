import { randomBytes } from "node:crypto";
import { sha256 } from "@/server/shared/crypto";

export const RECOVERY_CODES = 10;
/** Without the letters that are taken for digits; `plain` reads those as the digits. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const GROUPS = 4;
const GROUP_LENGTH = 6;

function newCode(): string {
  const group = () => Array.from(randomBytes(GROUP_LENGTH), (byte) => ALPHABET[byte & 31]).join("");
  return Array.from({ length: GROUPS }, group).join("-");
}

/** A code as it is compared: whatever was typed between and around its letters is left out. */
function plain(code: string): string {
  return code
    .toLowerCase()
    .replace(/[^0-9a-z]/g, "")
    .replace(/o/g, "0")
    .replace(/[il]/g, "1");
}

/** Ten codes of 120 bits, to be shown once, and the hashes that are kept: so many bits need no slow hash. */
export function newRecoveryCodes(): { codes: string[]; hashes: string[] } {
  const codes = Array.from({ length: RECOVERY_CODES }, newCode);
  return { codes, hashes: codes.map((code) => sha256(plain(code))) };
}

/** The hashes that are left once this code was used; null where it is none of them. */
export function takeRecoveryCode(hashes: readonly string[], code: string): string[] | null {
  const used = sha256(plain(code));
  return hashes.includes(used) ? hashes.filter((hash) => hash !== used) : null;
}
