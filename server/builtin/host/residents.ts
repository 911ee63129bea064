import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Base } from "@/server/builtin/files/members";
import { logPath } from "@/server/builtin/files/paths";
import type { GenerationId, GenerationStore, OpenedFiles } from "@/server/builtin/files/port";
import { randomToken } from "@/server/shared/crypto";
import { AppError } from "@/server/shared/errors";
import type { DataKey } from "@/server/shared/keyring";
import { LOG_MEMORY } from "./limits";

/** A generation unsealed into scratch, open in its host or about to be. */
export interface Resident {
  id: GenerationId;
  file: string;
  /** Its code tables, where it has any. */
  codesFile: string;
  /** Size of the plain files. */
  bytes: number;
  /** What it counts in the budget: its files, what database and code tables take in memory, and the open instance. */
  cost: number;
  /** Memory its instance may use: settled when it is opened. */
  memoryBytes: number;
  users: number;
  ready: Promise<unknown>;
  /** Known once its files are there. */
  base?: Base;
  /** Closed as soon as nobody uses it. */
  doomed: boolean;
}

const INSTANCE_BYTES = 4 * 1024 * 1024;
/** What a log takes in memory, of its sealed bytes. */
const LOG_GROWS = 4;

export interface ResidentOptions {
  generations: GenerationStore;
  /** `keyId` is the key the file names; null where it names none. */
  key(tenant: string, generation: string, keyId: string | null): Promise<DataKey>;
  folder: string;
  maxBytes: number;
  /** Memory that code tables of all generations may use. */
  codeBytes: number;
  /** Tells the host to close the file, before it is removed. */
  close(file: string): void;
}

/** Generations one host has unsealed, least recently used first, within a byte budget. */
export class Residents {
  private readonly residents = new Map<string, Resident>();
  private waiting: (() => void)[] = [];
  /** Files nobody uses any more, until they are removed. */
  private readonly left = new Set<string>();

  constructor(private readonly options: ResidentOptions) {}

  get open(): number {
    return this.residents.size;
  }

  /** Bytes counted in the budget. */
  get bytes(): number {
    return [...this.residents.values()].reduce((sum, r) => sum + r.cost, 0);
  }

  get scratchBytes(): number {
    return [...this.residents.values()].reduce((sum, r) => sum + r.bytes, 0);
  }

  /**
   * The generation's plain file, for as long as the caller uses it (`release`). Room is made before it is unsealed:
   * idle generations are closed, least recently used first; where all are in use the caller waits for one. One that is
   * open with another memory limit is opened anew, once those who use it have their answers.
   * @param memoryBytes what its instance may use
   * @throws `generations.missing`, `generations.damaged`, `engine.too_large`
   */
  async acquire(id: GenerationId, memoryBytes: number): Promise<Resident> {
    const key = keyOf(id);
    for (;;) {
      const known = this.residents.get(key);
      if (known && !known.doomed && known.memoryBytes === memoryBytes) return this.use(key, known);
      if (known) this.forget(id);
      const { generations } = this.options;
      const sealed = await generations.size(id);
      const log = Math.min((await generations.changes(id)) * LOG_GROWS, LOG_MEMORY);
      if (this.residents.has(key)) {
        if (this.residents.get(key)?.doomed) await this.nextRelease();
        continue;
      }
      const bytes = sealed ?? 0;
      const cost = bytes + this.memoryFor(bytes, memoryBytes) + log + INSTANCE_BYTES;
      if (cost > this.options.maxBytes) throw tooLarge(id, bytes);
      if (!this.makeRoom(cost)) {
        await this.nextRelease();
        continue;
      }
      return this.use(key, this.admit(id, { bytes, cost, memoryBytes }));
    }
  }

  release(resident: Resident): void {
    resident.users--;
    if (resident.doomed && resident.users === 0) this.drop(resident);
    this.wake();
  }

  /** Closes a generation once nobody uses it. */
  forget(id: GenerationId): void {
    const resident = this.residents.get(keyOf(id));
    if (!resident) return;
    resident.doomed = true;
    if (resident.users === 0) this.drop(resident);
  }

  /** Closes everything that is not in use. */
  shrink(): void {
    for (const resident of [...this.residents.values()]) if (resident.users === 0) this.drop(resident);
  }

  private async use(key: string, resident: Resident): Promise<Resident> {
    resident.users++;
    this.residents.delete(key);
    this.residents.set(key, resident);
    try {
      await resident.ready;
      return resident;
    } catch (error) {
      resident.doomed = true;
      this.release(resident);
      throw error;
    }
  }

  private memoryFor(bytes: number, memoryBytes: number): number {
    return Math.min(bytes, memoryBytes) + Math.min(bytes, this.options.codeBytes);
  }

  /** Takes the budget first, then unseals. */
  private admit(id: GenerationId, sizes: Pick<Resident, "bytes" | "cost" | "memoryBytes">): Resident {
    const file = join(this.options.folder, `${randomToken(12)}.duckdb`);
    const codesFile = `${file}.codes`;
    const unsealed = this.unseal(id, file, codesFile);
    const ready = unsealed.then((base) => {
      resident.base = base;
    });
    const resident: Resident = { ...{ id, file, codesFile, users: 0, ready, doomed: false }, ...sizes };
    this.residents.set(keyOf(id), resident);
    return resident;
  }

  private async unseal(id: GenerationId, file: string, codesFile: string): Promise<Base> {
    const { generations, key } = this.options;
    const keyId = (await generations.keyId?.(id)) ?? null;
    const own = await key(id.tenant, id.generation, keyId);
    return (await generations.open(id, own, file, codesFile, this.near(id))).base;
  }

  /** Files of another generation of the app that are there. */
  private near({ tenant, app }: GenerationId): OpenedFiles | undefined {
    const known = [...this.residents.values()].filter(
      (r) => r.base && r.id.tenant === tenant && r.id.app === app,
    );
    const { file, codesFile, base } = known.at(-1) ?? {};
    return file && base ? { base, database: file, codes: codesFile ?? null } : undefined;
  }

  private makeRoom(cost: number): boolean {
    for (const resident of [...this.residents.values()]) {
      if (this.bytes + cost <= this.options.maxBytes) return true;
      if (resident.users === 0) this.drop(resident);
    }
    return this.bytes + cost <= this.options.maxBytes;
  }

  private drop(resident: Resident): void {
    this.residents.delete(keyOf(resident.id));
    this.options.close(resident.file);
    for (const file of [resident.file, logPath(resident.file), resident.codesFile]) this.left.add(file);
    void this.removeLeft();
    this.wake();
  }

  /** A disk may be read-only for a while: what stays is removed with the next one that goes. */
  private async removeLeft(): Promise<void> {
    for (const file of [...this.left])
      await rm(file, { force: true }).then(
        () => this.left.delete(file),
        () => undefined,
      );
  }

  private nextRelease(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private wake(): void {
    const waiting = this.waiting;
    this.waiting = [];
    for (const resolve of waiting) resolve();
  }
}

function keyOf(id: GenerationId): string {
  return JSON.stringify([id.tenant, id.app, id.generation]);
}

function tooLarge(id: GenerationId, bytes: number): AppError {
  return new AppError(
    "limit",
    "engine.too_large",
    `Generation "${id.generation}" is too large for this machine.`,
    {
      advice: "Load fewer rows or columns, or give the portal more memory.",
      params: { generation: id.generation, bytes },
    },
  );
}
