import type { DuckDBConnection } from "@duckdb/node-api";
import { listValue } from "@duckdb/node-api";
import { quoteText } from "@/server/builtin/script/quoting";
import type { CellValue } from "@/server/platform/model";
import type { Catalog } from "./catalog";
import { readCells } from "./cells";
import { run } from "./run";
import type { Selection } from "./selections";

/** A temp table to be made when a statement that stands on it runs; a view where only one statement does. */
interface Shared {
  name: string;
  sql: () => string;
  /** Texts to put into column `v`, where the table is a list. */
  texts?: readonly string[];
  needs: Set<Shared>;
  /** Statements and tables that stand on it. */
  users: number;
  made: boolean;
}

/** A statement with the temp tables it stands on. */
export interface Planned {
  sql: string;
  needs: ReadonlySet<unknown>;
}

/** Lists up to here stand in the statement itself. */
const SHORT_LIST = 24;
let workspaces = 0;

/**
 * What the statements of one click share: temp tables on its connection, each made once, when the first statement that
 * needs it runs. All statements are put together before the first runs, so that a table holds just the columns asked for.
 * The tables go with the connection.
 */
export class Workspace {
  private readonly prefix = `w${workspaces++}_`;
  private readonly shared = new Map<string, Shared>();
  private readonly selectionIds = new Map<string, number>();
  private tail: Promise<unknown> = Promise.resolve();
  private readonly used = new Map<string, Set<string>>();
  private hasRun = false;
  private phase = 0;
  private collecting: Set<Shared> | null = null;

  constructor(
    private readonly db: DuckDBConnection,
    readonly catalog: Catalog,
    private readonly signal?: AbortSignal,
  ) {}

  /**
   * Name of the shared temp table `key`.
   * @param define called once; calls `table` for what it stands on, and returns the SQL, asked for when it is made
   */
  table(key: string, define: () => () => string): string {
    const known = this.shared.get(key);
    const entry = known ?? this.define(key, define);
    if (this.collecting && !this.collecting.has(entry)) entry.users++;
    this.collecting?.add(entry);
    return entry.name;
  }

  /** SQL behind FROM: a list of texts in column `v`. */
  list(texts: readonly string[]): string {
    if (texts.length <= SHORT_LIST)
      return `(SELECT unnest([${texts.map(quoteText).join(", ")}]::VARCHAR[]) AS v)`;
    const key = `list:${JSON.stringify(texts)}`;
    const name = this.table(key, () => () => "SELECT unnest($texts) AS v");
    const entry = this.shared.get(key);
    if (entry) entry.texts = texts;
    return name;
  }

  /** A number per selection, equal for equal ones. */
  idOf(selection: Selection): number {
    const { field, values, keys } = selection;
    const text = JSON.stringify(keys ? [field.name, "keys", keys.id] : [field.name, values]);
    const id = this.selectionIds.get(text) ?? this.selectionIds.size;
    this.selectionIds.set(text, id);
    return id;
  }

  /** Columns that statements read of the shared table `key`; whoever reads one adds it, before the table is made. */
  usedColumns(key: string): Set<string> {
    const used = this.used.get(key) ?? new Set();
    this.used.set(key, used);
    return used;
  }

  /** A key for tables that hold only used columns: what is planned after something ran gets a table of its own. */
  late(key: string): string {
    this.turn();
    return `${key} ${this.phase}`;
  }

  /** What was run has fixed its tables: whoever reads further columns from now on needs tables of their own. */
  private turn(): void {
    if (this.hasRun) this.phase++;
    this.hasRun = false;
  }

  /** Puts a statement together and notes what it stands on. */
  plan(build: () => string): Planned {
    this.turn();
    const { value: sql, needs } = this.collect(build);
    return { sql, needs };
  }

  /** Runs a planned statement. @throws `query.*` as `run` */
  async read(planned: Planned): Promise<CellValue[][]> {
    this.hasRun = true;
    // One after the other: two statements must not make the same table at once.
    const before = this.tail;
    const reading = before.then(async () => {
      this.signal?.throwIfAborted();
      await this.make(planned.needs as ReadonlySet<Shared>);
      return readCells(await run(this.db, planned.sql));
    });
    this.tail = reading.catch(() => undefined);
    return reading;
  }

  private collect<T>(build: () => T): { value: T; needs: Set<Shared> } {
    const outer = this.collecting;
    const needs = new Set<Shared>();
    this.collecting = needs;
    try {
      return { value: build(), needs };
    } finally {
      this.collecting = outer;
    }
  }

  private define(key: string, define: () => () => string): Shared {
    const { value: sql, needs } = this.collect(define);
    const entry = { name: `${this.prefix}${this.shared.size}`, sql, needs, users: 0, made: false };
    this.shared.set(key, entry);
    return entry;
  }

  private async make(needs: ReadonlySet<Shared>): Promise<void> {
    for (const entry of needs) {
      if (entry.made) continue;
      await this.make(entry.needs);
      const values = entry.texts ? { texts: listValue([...entry.texts]) } : undefined;
      const kind = entry.users > 1 || values ? "TABLE" : "VIEW";
      await run(this.db, `CREATE TEMP ${kind} ${entry.name} AS ${entry.sql()}`, values);
      entry.made = true;
    }
  }
}
