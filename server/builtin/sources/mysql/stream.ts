import type { EventEmitter } from "node:events";
import type { Connection } from "mysql2";
import { ask } from "./connect";
import type { FieldDefinition } from "./types";

/** A packet as the driver's parser hands it out: one object, reused for the next packet. */
interface Packet {
  buffer: Buffer;
  offset: number;
  end: number;
  isEOF(): boolean;
}

type State = (this: Command, packet: Packet, connection: Connection) => State | null;

/** The driver's own command for a prepared statement, as far as rows are taken from it. */
interface Command extends EventEmitter {
  _fields: FieldDefinition[][];
  readField: State;
  done(): null;
}

interface Prepared {
  columns: FieldDefinition[];
  execute(parameters: unknown[]): unknown;
}

function prepare(connection: Connection, sql: string): Promise<Prepared> {
  return new Promise((resolve, reject) => {
    connection.prepare(sql, (error, statement) => {
      if (error) reject(error);
      else resolve(statement as unknown as Prepared);
    });
  });
}

/** Has the server parse one statement, gives it to `work` and forgets it. A prepared text can't hold a second statement. */
async function withStatement<T>(
  connection: Connection,
  sql: string,
  work: (statement: Prepared) => T | Promise<T>,
): Promise<T> {
  const statement = await prepare(connection, sql);
  try {
    return await work(statement);
  } finally {
    connection.unprepare(sql);
  }
}

/** The columns a statement would give; it isn't run. */
export function describe(connection: Connection, sql: string): Promise<FieldDefinition[]> {
  return withStatement(connection, sql, ({ columns }) => columns);
}

/**
 * Makes sure that a SELECT only gives rows: as a derived table it may neither write a file nor set a variable
 * (`INTO OUTFILE`, `INTO @x`), and the database itself is the judge.
 */
export async function checkOnlyReads(connection: Connection, sql: string): Promise<void> {
  await describe(connection, `SELECT 1 FROM (\n${sql}\n) AS only_rows LIMIT 0`);
}

export interface RowHandlers {
  /** Ends the run at once; the connection is of no use afterwards. */
  signal: AbortSignal;
  /** Called once, before the first row; rows wait for it. */
  begin(fields: FieldDefinition[]): Promise<void>;
  /** Called for every row, with the packet's bytes from its first one on. Not to be kept. */
  row(bytes: Buffer, start: number, end: number): void;
}

/**
 * Runs a statement and hands over its rows as they come off the wire, in the binary protocol. The driver's own row
 * parser, which makes an object of every row, is left out: this puts itself in its place between the columns and the
 * end of the result. Nothing is kept, so memory doesn't grow with the rows; the socket is read as fast as rows are taken.
 */
export function streamRows(connection: Connection, sql: string, handlers: RowHandlers): Promise<void> {
  return withStatement(connection, sql, (statement) => run(connection, statement, handlers));
}

function run(connection: Connection, statement: Prepared, handlers: RowHandlers): Promise<void> {
  return new Promise((resolve, reject) => {
    const command = statement.execute([]) as Command;
    let failure: unknown;
    const over = (settle: () => void) => {
      connection.off("error", lost);
      handlers.signal.removeEventListener("abort", stop);
      settle();
    };
    const fail = (error: unknown) => {
      failure ??= error;
      connection.destroy();
      over(() => reject(failure));
    };
    const stop = () => fail(handlers.signal.reason);
    const lost = (error: Error) => over(() => reject(failure ?? error));
    connection.once("error", lost);
    handlers.signal.addEventListener("abort", stop, { once: true });
    const row: State = (packet) => {
      if (packet.isEOF()) return command.done();
      if (failure === undefined) {
        try {
          handlers.row(packet.buffer, packet.offset, packet.end);
        } catch (error) {
          fail(error);
        }
      }
      return row;
    };
    const columnsEnd: State = () => {
      connection.pause();
      handlers.begin(command._fields[0] ?? []).then(() => connection.resume(), fail);
      return row;
    };
    const { readField } = command;
    const field: State = function (this: Command, packet, on) {
      // The driver goes on to its own `fieldsEOF` after the last column.
      return readField.call(this, packet, on) === readField ? field : columnsEnd;
    };
    command.readField = field;
    command.once("error", lost);
    command.once("end", () => over(resolve));
  });
}

/** MySQL and MariaDB differ in how a statement's time is limited. */
export async function limitTime(connection: Connection, ms: number): Promise<void> {
  const [[version] = []] = await ask(connection, "SELECT VERSION()");
  const whole = Math.max(1, Math.trunc(ms));
  await ask(
    connection,
    /mariadb/i.test(String(version))
      ? `SET SESSION max_statement_time = ${Math.min(whole / 1000, 31_536_000)}`
      : `SET SESSION max_execution_time = ${Math.min(whole, 4_294_967_295)}`,
  );
}
