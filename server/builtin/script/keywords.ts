import { CLAUSES } from "./keyword-clauses";

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
  start("RIGHT KEEP", "RIGHT KEEP (table) LOAD …;", "Keeps only rows of the earlier table that match."),
  start("MAPPING LOAD", "MAPPING LOAD from, to …;", "A map for ApplyMap, gone at the end of the script."),
  start("CROSSTABLE", "CROSSTABLE (attribute, value, n) LOAD …;", "Turns columns into rows."),
  start("GENERIC", "GENERIC LOAD key, attribute, value …;", "Turns rows into a table for each attribute."),
  start("HIERARCHY", "HIERARCHY (id, parent, name) LOAD …;", "Adds a column for each level of a tree."),
  start(
    "HIERARCHYBELONGSTO",
    "HIERARCHYBELONGSTO (id, parent, name, ancestorId, ancestorName) LOAD …;",
    "A row for every node of a tree and each of its ancestors.",
  ),
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
  start("ALIAS", "ALIAS field AS name, …;", "Names fields of tables that are loaded from here on."),
  start("DROP TABLE", "DROP TABLE name, …;", "Removes tables."),
  start("DROP FIELD", "DROP FIELD name, … [FROM table];", "Removes fields."),
  start("RENAME FIELD", "RENAME FIELD old TO new;", "Renames fields."),
  start("RENAME TABLE", "RENAME TABLE old TO new;", "Renames tables."),
  start("STORE", "STORE table INTO [lib://…] (qvd);", "Writes a table into a file."),
  start(
    "CONSTRAIN",
    'CONSTRAIN v = {"type": "number", "minnum": 1};',
    "Ends the reload where a variable has another value.",
  ),
  start("LOOSEN TABLE", "LOOSEN TABLE name, …;", "Takes the links of tables out of selections."),
  start(
    "AUTONUMBER",
    "AUTONUMBER field, … [USING 'numbering'];",
    "Numbers instead of the values of key fields.",
  ),
  start("SLEEP", "SLEEP milliseconds;", "Waits."),
  start("IF", "IF condition THEN … END IF", "Runs statements where a condition holds."),
  start("ELSEIF", "ELSEIF condition THEN …", "Else, where another condition holds."),
  start("ELSE", "ELSE …", "Where none of the conditions holds."),
  start("END IF", "IF condition THEN … END IF", "Ends an IF. ENDIF is the same."),
  start("FOR", "FOR i = 1 TO n … NEXT", "Runs statements n times."),
  start("FOR EACH", "FOR EACH v IN a, b … NEXT v", "Runs statements for each value."),
  start("NEXT", "FOR … NEXT [v]", "Ends a FOR: the next round."),
  start("DO", "DO WHILE condition … LOOP", "Runs statements as long as a condition holds."),
  start("LOOP", "DO … LOOP [WHILE | UNTIL condition]", "Ends a DO: the next round."),
  start("SWITCH", "SWITCH expression CASE a … END SWITCH", "Runs the statements of the case that fits."),
  start("CASE", "CASE a, b …", "One of these values of a SWITCH."),
  start("DEFAULT", "DEFAULT …", "No CASE of the SWITCH fits; it stands last."),
  start("END SWITCH", "SWITCH expression … END SWITCH", "Ends a SWITCH. ENDSWITCH is the same."),
  start("SUB", "SUB name(a, b) … END SUB", "Statements to be called by name."),
  start("END SUB", "SUB name(a, b) … END SUB", "Ends a SUB. ENDSUB is the same."),
  start("CALL", "CALL name(a, b);", "Runs a SUB."),
  start("EXIT SCRIPT", "EXIT SCRIPT [WHEN condition];", "Ends the script; what is loaded stays."),
  start("EXIT FOR", "EXIT FOR [WHEN | UNLESS condition]", "Leaves the innermost FOR."),
  start("EXIT DO", "EXIT DO [WHEN | UNLESS condition]", "Leaves the innermost DO."),
  start("EXIT SUB", "EXIT SUB [WHEN | UNLESS condition]", "Leaves the SUB."),
  start(
    "WHEN",
    "WHEN condition statement",
    "Runs a statement only where a condition holds. It may stand behind EXIT, too.",
  ),
  start(
    "UNLESS",
    "UNLESS condition statement",
    "Runs a statement only where a condition does not hold. It may stand behind EXIT, too.",
  ),
  start("SECTION ACCESS", "SECTION ACCESS; … SECTION APPLICATION;", "Who sees which rows."),
  start(
    "SECTION APPLICATION",
    "SECTION ACCESS; … SECTION APPLICATION;",
    "Data again, behind the access section.",
  ),
  start("STAR", "STAR IS *;", "The value that stands for all listed ones in the access section."),
  start("MAP", "MAP field, … USING map;", "Replaces values of fields by a map as they are loaded."),
  start("UNMAP", "UNMAP field, …;", "Ends MAP for these fields."),
  start("NULLASVALUE", "NULLASVALUE field, …;", "NULL of these fields becomes the text of NullValue."),
  start("NULLASNULL", "NULLASNULL field, …;", "Ends NULLASVALUE for these fields."),
  start("TAG FIELD", "TAG FIELD name WITH 'tag';", "Tags a field."),
  start("TAG TABLE", "TAG TABLE name WITH 'tag';", "Tags a table."),
  start("UNTAG", "UNTAG FIELD | TABLE name WITH 'tag';", "Takes a tag away."),
  start("COMMENT FIELD", "COMMENT FIELD name WITH 'text';", "Says what a field means."),
  start("COMMENT TABLE", "COMMENT TABLE name WITH 'text';", "Says what a table means."),
  start("FLUSHLOG", "FLUSHLOG;", "Nothing: the log is written as it goes."),
  start("SEARCH", "SEARCH INCLUDE | EXCLUDE field, …;", "Nothing: the search looks through all fields."),
  start("REM", "REM text;", "A comment."),
  ...CLAUSES,
];
