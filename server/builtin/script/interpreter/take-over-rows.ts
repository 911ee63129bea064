import { castTo } from "../convert";
import type { KeptTable } from "../port";
import { quoteName } from "../quoting";
import { joined, natural, type RowOrder, without } from "../row-order";
import { readAs } from "../types";
import type { ScriptColumn, TableState } from "./catalog";
import type { Run } from "./run";

/** Rows written over: of more than a tenth of a table, or so many that their order takes long to tell, all are read again. */
const MOST_WRITTEN = 1 / 10;
const MOST_RUNS = 50_000;

interface Addition {
  kept: KeptTable;
  path: string;
  /** Of rows with the same value of this field those of the target count. */
  unknownOf?: string;
  /** Rows of this run, which are in front of those kept. */
  target: TableState;
  /** Of the table that comes of it. */
  columns: ScriptColumn[];
}

/**
 * Puts the rows of this run into the kept table, under the target's name: those of a known key where its row lies, the
 * others behind. In load order they stand in front.
 * @returns undefined where too many rows are written over; nothing was changed then
 */
export async function addToKept(run: Run, addition: Addition): Promise<TableState | undefined> {
  const { kept, path, target, columns } = addition;
  const { rows } = kept.table;
  const before = kept.table.order ?? natural(rows);
  const met =
    addition.unknownOf === undefined ? undefined : await meetings(run, addition, addition.unknownOf);
  const places = met?.places ?? new Int32Array(0);
  const sorted = places.slice().sort();
  const order = joined(newOrder(met, target.rows, rows), without(before, sorted));
  if (places.length > rows * MOST_WRITTEN || order.length > MOST_RUNS) {
    if (met) await run.db.dropTemporary(met.table);
    return undefined;
  }
  const overwritten = await changeKept(run, addition, met);
  if (met) await run.db.dropTemporary(met.table);
  const table = {
    ...target,
    columns,
    rows: rows + target.rows - places.length,
    ...(isNatural(order) ? {} : { order }),
    base: {
      stored: kept.stored,
      path,
      order: before,
      rows,
      written: overwritten === undefined ? undefined : { places: sorted, before: overwritten },
      at: "front" as const,
    },
  };
  run.catalog.addTaken(table);
  return table;
}

/**
 * The kept table gets the rows and the target's name. Where that fails it goes: the script may go on without it.
 * @returns the temporary table of what was written over
 */
async function changeKept(
  run: Run,
  addition: Addition,
  met: Meetings | undefined,
): Promise<string | undefined> {
  const { kept, target } = addition;
  try {
    const overwritten = met && met.places.length > 0 ? await writeOver(run, addition, met.table) : undefined;
    await addOthers(run, addition, met?.table);
    await run.db.run(`DROP TABLE ${quoteName(target.name)}`);
    await run.db.run(`ALTER TABLE ${quoteName(kept.hidden)} RENAME TO ${quoteName(target.name)}`);
    return overwritten;
  } catch (error) {
    await run.host.db.run(`DROP TABLE IF EXISTS ${quoteName(kept.hidden)}`).catch(() => undefined);
    throw error;
  }
}

interface Meetings {
  /** Columns `change` and `place`: rows of the target and of the kept table. */
  table: string;
  /** By `change`. */
  changes: Int32Array;
  places: Int32Array;
}

/** Rows of the target that take the place of a kept one: of several with the same key the first. */
async function meetings(run: Run, { kept, target }: Addition, key: string): Promise<Meetings> {
  const table = run.db.temporaryName();
  const own = target.columns.find((c) => c.name === key);
  const column = quoteName(key);
  const value = own ? readAs(column, own.stored) : column;
  const first = `SELECT ${value} AS k, min(rowid) AS change FROM ${quoteName(target.name)} WHERE ${column} IS NOT NULL GROUP BY 1`;
  await run.db.run(
    `CREATE TEMP TABLE ${quoteName(table)} AS SELECT i.change::INTEGER AS change, t.rowid::INTEGER AS place
     FROM ${quoteName(kept.hidden)} AS t JOIN (${first}) AS i ON t.${column} = i.k`,
  );
  const found = await run.db.connection.runAndReadAll(
    `SELECT change, place FROM ${quoteName(table)} ORDER BY change`,
  );
  const [changes = [], places = []] = found.getColumns() as number[][];
  return { table, changes: Int32Array.from(changes), places: Int32Array.from(places) };
}

/** The target's rows in their order, as places of the kept table: behind its rows, but for those written over. */
function newOrder(met: Meetings | undefined, count: number, rows: number): RowOrder {
  const runs: [number, number][] = [];
  let [next, done] = [rows, 0];
  const addUpTo = (change: number) => {
    if (change > done) runs.push([next, change - done]);
    next += change - done;
    done = change;
  };
  for (const [i, change] of (met?.changes ?? []).entries()) {
    addUpTo(change);
    runs.push([met?.places[i] ?? 0, 1]);
    done = change + 1;
  }
  addUpTo(count);
  return runs;
}

function isNatural(order: RowOrder): boolean {
  return order.length === 0 || (order.length === 1 && order[0]?.[0] === 0);
}

/** @returns the temporary table of what was there */
async function writeOver(run: Run, addition: Addition, met: string): Promise<string> {
  const { kept, target } = addition;
  const [table, changes, places] = [kept.hidden, target.name, met].map(quoteName);
  const before = run.db.temporaryName();
  await run.db.run(
    `CREATE TEMP TABLE ${quoteName(before)} AS SELECT t.* FROM ${table} AS t JOIN ${places} AS m ON t.rowid = m.place`,
  );
  const values = valuesOf(run, addition, "i").map(({ name, sql }) => `${quoteName(name)} = ${sql}`);
  await run.db.run(
    `UPDATE ${table} AS t SET ${values.join(", ")} FROM ${places} AS m JOIN ${changes} AS i ON i.rowid = m.change WHERE t.rowid = m.place`,
  );
  return before;
}

async function addOthers(run: Run, addition: Addition, met: string | undefined): Promise<void> {
  const { kept, target } = addition;
  const values = valuesOf(run, addition, "i");
  const others = met ? ` WHERE i.rowid NOT IN (SELECT change FROM ${quoteName(met)})` : "";
  await run.db.run(
    `INSERT INTO ${quoteName(kept.hidden)} (${values.map(({ name }) => quoteName(name)).join(", ")})
     SELECT ${values.map(({ sql }) => sql).join(", ")} FROM ${quoteName(target.name)} AS i${others} ORDER BY i.rowid`,
  );
}

/** The target's values as the columns hold them. */
function valuesOf(run: Run, { target, columns }: Addition, alias: string) {
  return columns.map(({ name, stored, type }, index) => {
    const own = target.columns[index];
    const read = {
      sql: readAs(`${alias}.${quoteName(name)}`, own?.stored ?? stored),
      type: own?.type ?? type,
      ...(own?.format ? { format: own.format } : {}),
    };
    return { name, sql: `CAST(${castTo(read, type, run.variables.settings).sql} AS ${stored})` };
  });
}
