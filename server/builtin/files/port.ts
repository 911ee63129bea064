import type { DataKey } from "@/server/shared/keyring";
import type { Base, PlainChanges, PlainFiles } from "./members";

/** Where generations' bytes live: a local folder (later also a bucket). Every file is sealed with its tenant's key. */
export interface GenerationStore {
  /** Seals finished plain files into the store: written under a temporary name, fsynced, renamed. Idempotent. */
  put(id: GenerationId, key: DataKey, plain: string | PlainFiles, signal?: AbortSignal): Promise<Stored>;
  /** Whether changes to a generation of the same app could be kept: its base is there, and files can have several names. */
  keepsChanges(id: GenerationId, to: Pick<PlainChanges, "from" | "base">): Promise<boolean>;
  /**
   * As `put`, for changes to a generation of the same app and key. The base is not written again, and stays there for
   * these changes when it is deleted itself.
   * @returns null where that cannot be: the base is gone, or files cannot have several names there
   */
  putChanges(
    id: GenerationId,
    key: DataKey,
    changes: PlainChanges,
    signal?: AbortSignal,
  ): Promise<Stored | null>;
  /**
   * Unseals to `plainFile` (0600), a log of changes to where DuckDB looks for it, its code tables to `codesFile` where it
   * has any. Throws `generations.damaged` for a truncated, flipped or foreign file, `generations.missing` where there is
   * none; never leaves a partial file behind.
   * @param near what the same base has open already is taken from there
   */
  open(
    id: GenerationId,
    key: DataKey,
    plainFile: string,
    codesFile?: string,
    near?: OpenedFiles,
  ): Promise<Opened>;
  /** Id of the key a generation was sealed with, as its file says; null where there is none or it is damaged. */
  keyId?(id: GenerationId): Promise<string | null>;
  /** Bytes of changes to another generation, whose log is read when it is opened; 0 for a whole one. */
  changes(id: GenerationId): Promise<number>;
  /** Bytes stored; null where there is none. */
  size(id: GenerationId): Promise<number | null>;
  delete(id: GenerationId): Promise<void>;
  deleteTenant(tenant: string): Promise<void>;
  list(tenant: string): Promise<GenerationId[]>;
  /** Removes temporary files of writers that died. */
  sweep(): Promise<number>;
}

/** Bytes stored, and a SHA-256 (hex) that no other sealed file has. */
export interface Stored {
  bytes: number;
  sha256: string;
}

export interface Opened {
  /** Of the database, and of a log beside it. */
  bytes: number;
  /** Of the code tables; 0 where it has none. */
  codes: number;
  /** What changes to it are changes to. */
  base: Base;
}

/** Files of a generation that is open already, which nobody writes to: changes to the same base take over what they have of it. */
export interface OpenedFiles {
  base: Base;
  database: string;
  codes: string | null;
}

export interface GenerationId {
  tenant: string;
  app: string;
  generation: string;
}
