import type { DataKey } from "@/server/shared/keyring";
import type { PlainFiles } from "./members";

/** Where generations' bytes live: a local folder (later also a bucket). Every file is sealed with its tenant's key. */
export interface GenerationStore {
  /**
   * Seals finished plain files into the store: written under a temporary name, fsynced, renamed. Idempotent.
   * @returns bytes stored, and a SHA-256 (hex) that no other sealed file has
   */
  put(
    id: GenerationId,
    key: DataKey,
    plain: string | PlainFiles,
    signal?: AbortSignal,
  ): Promise<{ bytes: number; sha256: string }>;
  /**
   * Unseals to `plainFile` (0600), its code tables to `codesFile` where it has any. Throws `generations.damaged` for a
   * truncated, flipped or foreign file, `generations.missing` where there is none; never leaves a partial file behind.
   * @returns bytes of the database and of the code tables (0 where it has none)
   */
  open(
    id: GenerationId,
    key: DataKey,
    plainFile: string,
    codesFile?: string,
  ): Promise<{ bytes: number; codes: number }>;
  /** Id of the key a generation was sealed with, as its file says; null where there is none or it is damaged. */
  keyId?(id: GenerationId): Promise<string | null>;
  /** Bytes stored; null where there is none. */
  size(id: GenerationId): Promise<number | null>;
  delete(id: GenerationId): Promise<void>;
  deleteTenant(tenant: string): Promise<void>;
  list(tenant: string): Promise<GenerationId[]>;
  /** Removes temporary files of writers that died. */
  sweep(): Promise<number>;
}

export interface GenerationId {
  tenant: string;
  app: string;
  generation: string;
}
