import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { dialects } from "@/server/platform/dialects";

const LIMITS = {
  threads: "1",
  memory_limit: "512MB",
  max_temp_directory_size: "0B",
  autoinstall_known_extensions: "false",
  autoload_known_extensions: "false",
};

/** A DuckDB that can read the given files and reach nothing else, not even its own settings. */
export class LockedEngine {
  private constructor(
    private readonly instance: DuckDBInstance,
    readonly db: DuckDBConnection,
  ) {}

  /** @param paths absolute paths of the files, the only ones it will ever open */
  static async open(paths: readonly string[]): Promise<LockedEngine> {
    const instance = await DuckDBInstance.create(":memory:", LIMITS);
    const db = await instance.connect();
    const list = paths.map((path) => dialects.duckdb.literal(path)).join(", ");
    await db.run("SET TimeZone = 'UTC'");
    await db.run(`SET allowed_paths = [${list}]`);
    await db.run("SET enable_external_access = false");
    await db.run("SET lock_configuration = true");
    return new LockedEngine(instance, db);
  }

  /** Rows as JSON-safe values. */
  async rows(sql: string): Promise<{ columns: string[]; types: string[]; rows: unknown[][] }> {
    const reader = await this.db.runAndReadAll(sql);
    return {
      columns: reader.columnNames(),
      types: reader.columnTypes().map(String),
      rows: reader.getRowsJson() as unknown[][],
    };
  }

  close(): void {
    this.db.closeSync();
    this.instance.closeSync();
  }
}
