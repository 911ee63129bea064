import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import type { Keyring } from "@/server/shared/keyring";

const PKCS8_ED25519 = Buffer.from("302e020100300506032b657004220420", "hex");

/**
 * The portal's own pair for previews: Ed25519, derived from the master secret, so that every process has the same
 * one and none is stored. A kind of key and of token apart from the hosts': neither passes for the other.
 */
export function previewPair(keyring: Keyring): { publicKey: KeyObject; privateKey: KeyObject } {
  const seed = keyring.purpose("embed-preview");
  const der = Buffer.concat([PKCS8_ED25519, seed]);
  const privateKey = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  return { privateKey, publicKey: createPublicKey(privateKey) };
}
