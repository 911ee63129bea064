import type Sqlite from "better-sqlite3";

/** Lists of different lengths make texts of their own: statements that were not used for long are let go. */
const KEPT = 400;

/**
 * From now on the connection prepares each text once: that takes longer than most of our statements run.
 * A statement must be read to its end at once, as drizzle does.
 */
export function keepStatements(db: Sqlite.Database): void {
  const prepare = db.prepare.bind(db);
  const kept = new Map<string, Sqlite.Statement>();
  db.prepare = ((text: string) => {
    const statement = known(kept.get(text)) ?? prepare(text);
    kept.delete(text);
    kept.set(text, statement);
    if (kept.size > KEPT) kept.delete(kept.keys().next().value as string);
    return statement;
  }) as typeof db.prepare;
}

/** Gives rows as a new one does. */
function known(statement: Sqlite.Statement | undefined): Sqlite.Statement | undefined {
  return statement?.reader ? statement.raw(false).pluck(false) : statement;
}
