import { envelopeKeyId, hmac, seal, unseal } from "@/server/shared/crypto";
import type { Keyring } from "@/server/shared/keyring";

/** A secret as it is stored: sealed with the tenant's data key, and an HMAC that tells "unchanged" without opening it. */
export interface SealedSecret {
  secret: string;
  secretHmac: string;
}

const contextOf = (tenantId: string, name: string) => `connections|${tenantId}|${name}`;

export function secretHmac(keyring: Keyring, tenantId: string, name: string, secret: string): string {
  return hmac(keyring.purpose("connection-secrets"), `${contextOf(tenantId, name)}|${secret}`);
}

/** Seals a connection's secret. An envelope opens only for the same tenant and name. */
export async function sealSecret(
  keyring: Keyring,
  tenantId: string,
  name: string,
  secret: string,
): Promise<SealedSecret> {
  const key = await keyring.tenantKey(tenantId);
  return {
    secret: seal(key, secret, contextOf(tenantId, name)),
    secretHmac: secretHmac(keyring, tenantId, name, secret),
  };
}

/** Opens a sealed secret for the platform that connects with it. Its value goes nowhere else. */
export async function openSecret(
  keyring: Keyring,
  tenantId: string,
  name: string,
  envelope: string | null,
): Promise<string | null> {
  if (envelope === null) return null;
  const key = await keyring.tenantKeyById(tenantId, envelopeKeyId(envelope));
  return unseal(key, envelope, contextOf(tenantId, name));
}
