import type { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { AnswerCache } from "@/server/builtin/associative/answer-cache";
import { catalogOf } from "@/server/builtin/associative/catalog";
import type { AssociativeModel } from "@/server/builtin/associative/types";
import type { KernelBudget } from "@/server/builtin/kernel/budget";
import { KernelStore, type Tuning } from "@/server/builtin/kernel/store";
import type { Asker, DataModel } from "@/server/platform/model";
import { noAccess, openPermission, type Permission, permissionOf } from "./permission";
import { detach, type Reduced, reduce } from "./reduced";
import type { AccessRules } from "./rules";

/** Who a question is answered for: a person; `everything` for the platform's own checks; nobody. */
export type AnswerFor = Asker | "everything" | null;

/** What an asker's questions are answered from. */
export interface View {
  model: AssociativeModel;
  shown: DataModel;
  /** Answers to those with the same permission, and to nobody else. */
  answers: AnswerCache;
  /** Code tables of just these rows. */
  kernel?: KernelStore;
  /** To be called once the connection is closed. */
  release(): void;
}

interface Entry {
  reduced: Promise<Reduced>;
  answers: AnswerCache;
  kernel?: KernelStore;
  users: number;
  /** What it takes in memory, once known. */
  bytes: number;
}

/** What is being worked out beside all questions. */
interface Work {
  /** null while it is opened. */
  db: DuckDBConnection | null;
  done: Promise<unknown>;
}

const NO_RULES: AccessRules = { version: 1, identities: [], reductions: [] };
const MOST_REDUCTIONS = 32;
const MOST_PERMISSIONS = 500;
const MOST_KEPT_CHARS = 512 * 1024;
let databases = 0;

/**
 * Section access of one open generation, and fields withheld from whoever asks, which need none. What each permission leaves is worked out once and kept, those used last;
 * answers are kept beside it, so that no cache is shared between people who may see different rows.
 */
export class Access {
  private readonly permissions = new Map<string, Promise<Permission>>();
  private readonly entries = new Map<string, Entry>();
  private readonly working = new Set<Work>();
  private closed = false;

  constructor(
    private readonly instance: DuckDBInstance,
    private readonly model: AssociativeModel,
    private readonly rules: AccessRules | null,
    /** `maxBytes`: what reductions may take in memory beside those in use. */
    private readonly options: { maxBytes: number; codeTables?: KernelBudget; tuning?: Tuning },
  ) {}

  /**
   * Makes a connection answer a person: afterwards it sees the rows and fields this person may see, under the same names.
   * @returns `everything` for whom nothing is reduced or omitted: the connection is as it was
   * @param signal aborted where nobody waits any more: the connection may be closed
   * @throws `query.no_access` where nothing is open to them
   */
  async open(db: DuckDBConnection, asker: Asker | null, signal?: AbortSignal): Promise<View | "everything"> {
    if (!this.rules && !asker?.withheld?.length) return "everything";
    if (!asker) throw noAccess();
    const permission = await this.permission(asker);
    const { alternatives, omit, withheld } = permission;
    if (!alternatives && omit.length === 0 && withheld.length === 0) return "everything";
    const entry = this.entry(permission);
    entry.users++;
    try {
      const { database, model, shown } = await entry.reduced;
      signal?.throwIfAborted();
      await db.run(`USE ${database}`);
      const { codeTables, tuning } = this.options;
      if (codeTables) entry.kernel ??= new KernelStore(catalogOf(model), codeTables, null, tuning);
      const { answers, kernel } = entry;
      return { model, shown, answers, ...(kernel ? { kernel } : {}), release: () => this.release(entry) };
    } catch (error) {
      this.release(entry);
      throw error;
    }
  }

  /** Ends what nobody waits for any more; the instance must not be closed before. */
  async close(): Promise<void> {
    this.closed = true;
    while (this.working.size > 0) {
      for (const { db } of this.working) db?.interrupt();
      await Promise.allSettled([...this.working].map(({ done }) => done));
    }
    for (const entry of this.entries.values()) await entry.kernel?.close();
  }

  private permission(asker: Asker): Promise<Permission> {
    const { rules } = this;
    if (!rules) return Promise.resolve(openPermission(asker));
    const { user, email = null, groups, withheld = [] } = asker;
    const key = JSON.stringify([user, email, [...groups].sort(), [...withheld].sort()]);
    const known = this.permissions.get(key);
    this.permissions.delete(key);
    const found = known ?? this.alone((db) => permissionOf(db, rules, asker));
    this.permissions.set(key, found);
    found.catch(() => this.permissions.delete(key));
    for (const oldest of this.permissions.keys()) {
      if (this.permissions.size <= MOST_PERMISSIONS) break;
      this.permissions.delete(oldest);
    }
    return found;
  }

  private entry(permission: Permission): Entry {
    const { key } = permission;
    const known = this.entries.get(key);
    const entry = known ?? {
      reduced: this.reduce(permission),
      answers: new AnswerCache(MOST_KEPT_CHARS),
      users: 0,
      bytes: 0,
    };
    this.entries.delete(key);
    this.entries.set(key, entry);
    if (known) return entry;
    entry.reduced.then(
      ({ bytes }) => {
        entry.bytes = bytes;
      },
      () => this.entries.get(key) === entry && this.entries.delete(key),
    );
    return entry;
  }

  private reduce(permission: Permission): Promise<Reduced> {
    const options = { database: `reduced_${databases++}`, maxBytes: this.options.maxBytes };
    return this.alone((db) => reduce(db, this.model, this.rules ?? NO_RULES, permission, options));
  }

  /**
   * On a connection of its own: whoever asked first may go, others wait as well. It counts as work from before it
   * connects: an instance that is closed while a connection opens ends the process.
   */
  private alone<T>(work: (db: DuckDBConnection) => Promise<T>): Promise<T> {
    if (this.closed) return Promise.reject(new Error("The generation is closed."));
    const mine: Work = { db: null, done: Promise.resolve() };
    this.working.add(mine);
    const done = this.connected(mine, work).finally(() => this.working.delete(mine));
    mine.done = done;
    return done;
  }

  private async connected<T>(mine: Work, work: (db: DuckDBConnection) => Promise<T>): Promise<T> {
    const db = await this.instance.connect();
    try {
      if (this.closed) throw new Error("The generation is closed.");
      mine.db = db;
      return await work(db);
    } finally {
      mine.db = null;
      db.closeSync();
    }
  }

  private release(entry: Entry): void {
    entry.users--;
    for (const [key, idle] of this.entries) {
      if (this.entries.size <= MOST_REDUCTIONS && this.bytes() <= this.options.maxBytes) return;
      if (idle.users > 0) continue;
      this.entries.delete(key);
      // Where the generation is closed meanwhile, its databases are gone as well.
      this.drop(idle).catch(() => undefined);
    }
  }

  private bytes(): number {
    return [...this.entries.values()].reduce((sum, e) => sum + e.bytes, 0);
  }

  private async drop(entry: Entry): Promise<void> {
    await entry.kernel?.close();
    const reduced = await entry.reduced.catch(() => null);
    if (reduced) await this.alone((db) => detach(db, reduced.database));
  }
}
