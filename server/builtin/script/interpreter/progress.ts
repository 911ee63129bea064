import type { ReloadProgress, ReloadTable } from "@/db/schema";

const INTERVAL_MS = 400;

/** Tells how far the run is: at once where something begins or ends, at least twice a second while rows arrive. */
export class Progress {
  private readonly send: (progress: ReloadProgress) => void;
  private readonly tables = new Map<string, ReloadTable & { started: number }>();
  private statement = 0;
  private line: number | undefined;
  private bytes = 0;
  private sentAt = 0;
  private readonly statements: number;
  private timer: NodeJS.Timeout | undefined;

  constructor(statements: number, send: (progress: ReloadProgress) => void) {
    this.statements = statements;
    this.send = send;
  }

  start(): void {
    this.timer = setInterval(() => this.tell(), INTERVAL_MS);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
    this.tell();
  }

  /** @param index place of the statement in the script, from 1; in a loop it goes back */
  atStatement(index: number, line: number): void {
    this.statement = index;
    this.line = line;
    if (Date.now() - this.sentAt >= INTERVAL_MS) this.tell();
  }

  begin(table: string, estimate?: number): void {
    this.tables.set(table, {
      name: table,
      rows: 0,
      state: "loading",
      started: Date.now(),
      ...(estimate ? { estimate } : {}),
    });
    this.tell();
  }

  rows(table: string, rows: number): void {
    const entry = this.tables.get(table);
    if (entry) entry.rows = rows;
    // A source that reads in one go never lets the timer run.
    if (Date.now() - this.sentAt >= INTERVAL_MS) this.tell();
  }

  /** Bytes read from all sources so far. */
  get read(): number {
    return this.bytes;
  }

  addBytes(bytes: number): void {
    this.bytes += bytes;
  }

  /** The table is complete, under the name it has in the end. */
  done(table: string, name: string, rows: number): void {
    const entry = this.tables.get(table);
    const ms = (entry ? Date.now() - entry.started : 0) + (this.tables.get(name)?.ms ?? 0);
    if (table !== name) this.tables.delete(table);
    this.tables.set(name, { name, rows, state: "loaded", ms, started: Date.now() });
    this.tell();
  }

  forget(table: string): void {
    this.tables.delete(table);
  }

  /** The statement failed and the script goes on: its table is not to come. */
  abandon(): void {
    for (const [name, entry] of this.tables) if (entry.state === "loading") this.tables.delete(name);
  }

  rename(from: string, to: string): void {
    const entry = this.tables.get(from);
    if (!entry) return;
    this.tables.delete(from);
    this.tables.set(to, { ...entry, name: to });
  }

  /** Tables that were being loaded are shown as stopped. */
  fail(): void {
    for (const entry of this.tables.values()) if (entry.state === "loading") entry.state = "stopped";
  }

  private tell(): void {
    this.sentAt = Date.now();
    const tables = [...this.tables.values()].map(({ started, ...table }) => ({
      ...table,
      ...(table.state === "loading" ? { ms: this.sentAt - started } : {}),
    }));
    this.send({
      statement: this.statement,
      statements: this.statements,
      ...(this.line ? { line: this.line } : {}),
      rows: tables.reduce((sum, t) => sum + t.rows, 0),
      bytes: this.bytes,
      tables,
    });
  }
}
