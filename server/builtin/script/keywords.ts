/** A statement, prefix or clause of the load script, as an editor tells of it. */
export interface Keyword {
  name: string;
  /** As written, with `…` for what stands there. */
  syntax: string;
  summary: string;
  /** `start`: begins a statement. `inside`: stands within one. */
  where: "start" | "inside";
}

const start = (name: string, syntax: string, summary: string): Keyword => ({
  ...{ name, syntax, summary },
  where: "start",
});
const inside = (name: string, syntax: string, summary: string): Keyword => ({
  ...{ name, syntax, summary },
  where: "inside",
});

/** What `docs/load-script.md` describes. A test reads each of them there. */
export const KEYWORDS: readonly Keyword[] = [
  start("LOAD", "LOAD field AS name, … FROM | RESIDENT | INLINE …;", "Loads rows into a table."),
  start(
    "SQL",
    "SQL SELECT … FROM $(table);",
    "A query of the connection in use. It also feeds the LOAD before it.",
  ),
  start("SELECT", "SELECT … FROM $(table);", "As SQL SELECT."),
  start("LIB CONNECT TO", "LIB CONNECT TO 'slot';", "Uses the connection of a slot from here on."),
  start("DISCONNECT", "DISCONNECT;", "Uses no connection any more."),
  start("LET", "LET v = expression;", "Sets a variable to the value of an expression."),
  start("SET", "SET v = text;", "Sets a variable to the text as it stands."),
  start("TRACE", "TRACE text;", "Writes a line into the log."),
  start("CONCATENATE", "CONCATENATE (table) LOAD …;", "Adds the rows to a table."),
  start(
    "NOCONCATENATE",
    "NOCONCATENATE LOAD …;",
    "Makes a table of its own although the fields are those of another.",
  ),
  start(
    "LEFT JOIN",
    "LEFT JOIN (table) LOAD …;",
    "Adds the columns where the shared fields are equal; no row is lost.",
  ),
  start("INNER JOIN", "INNER JOIN (table) LOAD …;", "Adds the columns; only rows that are in both stay."),
  start("OUTER JOIN", "OUTER JOIN (table) LOAD …;", "Adds the columns; rows of both stay."),
  start("RIGHT JOIN", "RIGHT JOIN (table) LOAD …;", "Adds the columns; all rows that are loaded stay."),
  start("JOIN", "JOIN (table) LOAD …;", "As OUTER JOIN."),
  start("LEFT KEEP", "LEFT KEEP (table) LOAD …;", "Loads only rows that match, as a table of its own."),
  start("INNER KEEP", "INNER KEEP (table) LOAD …;", "Keeps only rows that match, in both tables."),
  start("MAPPING LOAD", "MAPPING LOAD from, to …;", "A map for ApplyMap, gone at the end of the script."),
  start("CROSSTABLE", "CROSSTABLE (attribute, value, n) LOAD …;", "Turns columns into rows."),
  start("GENERIC", "GENERIC LOAD key, attribute, value …;", "Turns rows into a table for each attribute."),
  start("HIERARCHY", "HIERARCHY (id, parent, name) LOAD …;", "Adds a column for each level of a tree."),
  start(
    "INTERVALMATCH",
    "INTERVALMATCH (field) LOAD from, to …;",
    "Matches values with the intervals they lie in.",
  ),
  start("FIRST", "FIRST n LOAD …;", "Only the first n rows."),
  start("SAMPLE", "SAMPLE p LOAD …;", "A random share of the rows, 0 to 1."),
  start("BUFFER", "BUFFER LOAD …;", "Keeps the rows and reads them again while they are fresh."),
  start("ADD", "ADD LOAD …;", "Adds rows in a partial reload, too."),
  start("REPLACE", "REPLACE LOAD …;", "Replaces the table in a partial reload."),
  start("MERGE", "MERGE … ON key LOAD …;", "Merges changed rows by a key in a partial reload."),
  start("QUALIFY", "QUALIFY *;", "Puts the table's name before field names."),
  start("UNQUALIFY", "UNQUALIFY field, …;", "Except for these."),
  start("DROP TABLE", "DROP TABLE name, …;", "Removes tables."),
  start("DROP FIELD", "DROP FIELD name, … [FROM table];", "Removes fields."),
  start("RENAME FIELD", "RENAME FIELD old TO new;", "Renames fields."),
  start("RENAME TABLE", "RENAME TABLE old TO new;", "Renames tables."),
  start("STORE", "STORE table INTO [lib://…] (qvd);", "Writes a table into a file."),
  start("IF", "IF condition THEN … END IF", "Runs statements where a condition holds."),
  start("FOR", "FOR i = 1 TO n … NEXT", "Runs statements n times."),
  start("FOR EACH", "FOR EACH v IN a, b … NEXT v", "Runs statements for each value."),
  start("DO", "DO WHILE condition … LOOP", "Runs statements as long as a condition holds."),
  start("SWITCH", "SWITCH expression CASE a … END SWITCH", "Runs the statements of the case that fits."),
  start("SUB", "SUB name(a, b) … END SUB", "Statements to be called by name."),
  start("CALL", "CALL name(a, b);", "Runs a SUB."),
  start("EXIT SCRIPT", "EXIT SCRIPT [WHEN condition];", "Ends the script; what is loaded stays."),
  start("SECTION ACCESS", "SECTION ACCESS; … SECTION APPLICATION;", "Who sees which rows."),
  start("MAP", "MAP field, … USING map;", "Replaces values of fields by a map as they are loaded."),
  start("TAG FIELD", "TAG FIELD name WITH 'tag';", "Tags a field."),
  start("COMMENT FIELD", "COMMENT FIELD name WITH 'text';", "Says what a field means."),
  start("REM", "REM text;", "A comment."),
  inside("AS", "expression AS name", "Names a field."),
  inside("FROM", "FROM [lib://name/file.csv] (txt, …)", "Reads a file."),
  inside("RESIDENT", "RESIDENT table", "Reads a table that is loaded already."),
  inside("INLINE", "INLINE [ … ]", "Rows written down in the script."),
  inside("AUTOGENERATE", "AUTOGENERATE n", "Makes n rows."),
  inside("WHERE", "WHERE condition", "Only rows where it holds."),
  inside("WHILE", "WHILE condition", "Repeats a row as long as it holds; see IterNo()."),
  inside("GROUP BY", "GROUP BY field, …", "One row for each combination; other fields by aggregations."),
  inside("ORDER BY", "ORDER BY field [ASC | DESC], …", "Rows of a RESIDENT load in this order."),
  inside("DISTINCT", "LOAD DISTINCT …", "Each row once."),
];
