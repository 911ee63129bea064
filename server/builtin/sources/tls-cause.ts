const CAUSES: Record<string, string> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is self-signed",
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate comes from an unknown authority",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate comes from an unknown authority",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "its certificate comes from an unknown authority",
  CERT_HAS_EXPIRED: "its certificate has expired",
  CERT_NOT_YET_VALID: "its certificate is not valid yet",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another host name",
};

/** Why a TLS handshake failed, in words; drivers that put a code of their own on it leave OpenSSL's text. */
export function tlsCause(error: unknown): string {
  const { code = "", message = "", reason } = error as { code?: string; message?: string; reason?: string };
  if (CAUSES[code]) return CAUSES[code];
  if (/altnames|does not match certificate/i.test(message)) return "its certificate is for another host name";
  if (/self-signed certificate in certificate chain|unable to (verify|get)/i.test(message))
    return "its certificate comes from an unknown authority";
  if (/self-signed certificate/i.test(message)) return "its certificate is self-signed";
  if (/certificate has expired/i.test(message)) return "its certificate has expired";
  return reason ?? message.split("\n")[0] ?? "no reason given";
}
