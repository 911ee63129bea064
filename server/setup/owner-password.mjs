import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The portal writes it (0600) when it makes the first owner, and removes it at the first sign-in. */
export const PASSWORD_FILE = "first-owner-password";
/** Who the first owner is; the same as in `server/users`. */
export const OWNER_EMAIL = "owner@tenantry.local";

/**
 * The lines that tell the one-time password: once in full, later only where it is kept, nothing once it is used.
 * @param {string} data the data folder
 * @returns {string[]}
 */
export function ownerPasswordLines(data) {
  const file = join(data, PASSWORD_FILE);
  const marker = join(data, `${PASSWORD_FILE}.shown`);
  let text;
  let written;
  try {
    text = readFileSync(file, "utf8").trim();
    written = String(statSync(file).mtimeMs);
  } catch {
    rmSync(marker, { force: true });
    return [];
  }
  if (shownBefore(marker) === written)
    return [`  The owner's one-time password is unused; it is kept in ${file}`];
  writeFileSync(marker, written, { mode: 0o600 });
  return [
    "",
    "  First sign-in (shown once, the password must be changed):",
    `      e-mail    ${OWNER_EMAIL}`,
    `      password  ${text}`,
    `  Kept in ${file} until it is used.`,
    "",
  ];
}

/** @param {string} marker */
function shownBefore(marker) {
  try {
    return readFileSync(marker, "utf8");
  } catch {
    return null;
  }
}
