import type pg from "pg";
import type { Connection, FieldDef, Submittable } from "pg";

/**
 * Asks the server to parse one statement and say which columns it would give, without running it. The extended
 * protocol takes a single statement only: what passes here can't close a bracket we put around it later.
 * Resolves to null for a statement without a result.
 */
export function describe(client: pg.Client, sql: string): Promise<FieldDef[] | null> {
  return new Promise((resolve, reject) => {
    client.query(new Describe(sql, resolve, reject));
  });
}

class Describe implements Submittable {
  private fields: FieldDef[] | null = null;

  constructor(
    private readonly sql: string,
    private readonly resolve: (fields: FieldDef[] | null) => void,
    private readonly reject: (error: unknown) => void,
  ) {}

  submit(connection: Connection): void {
    connection.parse({ name: "", text: this.sql, types: [] }, true);
    connection.describe({ type: "S", name: "" }, true);
    connection.sync();
  }

  handleRowDescription(message: { fields: FieldDef[] }): void {
    this.fields = message.fields;
  }

  handleError(error: unknown): void {
    this.reject(error);
  }

  handleReadyForQuery(): void {
    this.resolve(this.fields);
  }

  // pg calls every handler its own queries have.
  handleParseComplete(): void {}
  handleCommandComplete(): void {}
  handleEmptyQuery(): void {}
}
