import { sourceError } from "../errors";
import { selectOnly } from "../select-only";

/** A statement's words and signs outside of texts, names in brackets and comments, with the depth of brackets. */
export interface Token {
  /** Upper case. */
  text: string;
  depth: number;
}

const SKIPPED = /\s+|--[^\n]*/y;
const QUOTED = /N?'(?:[^']|'')*'|"(?:[^"]|"")*"|\[(?:[^\]]|\]\])*\]/iy;
const WORD = /[\p{L}_@#][\p{L}\p{N}_@#$]*/uy;

/** End of a comment that may hold comments; -1 where it has none. */
function commentEnd(sql: string, start: number): number {
  let depth = 0;
  for (let at = start; at < sql.length; at++) {
    const two = sql.slice(at, at + 2);
    if (two === "/*") depth++;
    else if (two === "*/") depth--;
    else continue;
    at++;
    if (depth === 0) return at + 1;
  }
  return -1;
}

function after(pattern: RegExp, sql: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(sql) ? pattern.lastIndex : at;
}

function unreadable(what: string) {
  return sourceError("source.syntax", `The SELECT can't be read: ${what}.`);
}

/** Reads a statement as SQL Server would. Throws `source.syntax` for an open comment, text or bracket. */
export function tokens(sql: string): Token[] {
  const found: Token[] = [];
  let depth = 0;
  let at = 0;
  while (at < sql.length) {
    const skipped = after(SKIPPED, sql, at);
    if (skipped > at) at = skipped;
    else if (sql.startsWith("/*", at)) {
      at = commentEnd(sql, at);
      if (at < 0) throw unreadable("a comment has no end");
    } else {
      const quoted = after(QUOTED, sql, at);
      const end = quoted > at ? quoted : Math.max(after(WORD, sql, at), at + 1);
      const text = quoted > at ? "'" : sql.slice(at, end).toUpperCase();
      if (quoted === at && /['"[]/.test(text)) throw unreadable("a text or name in brackets has no end");
      if (text === ")") depth--;
      if (depth < 0) throw unreadable("a bracket closes nothing");
      found.push({ text, depth });
      if (text === "(") depth++;
      at = end;
    }
  }
  if (depth > 0) throw unreadable("a bracket has no end");
  return found;
}

/**
 * Words that begin a statement, write, or reach beyond the database. All are reserved: outside of quotes they can't
 * be anybody's column. (`END` and `FETCH` are part of SELECTs; statements that begin with words not reserved need a
 * semicolon before them.)
 */
const FORBIDDEN = new Set(
  `ADD ALTER BACKUP BEGIN BREAK BULK CHECKPOINT CLOSE COMMIT CONTINUE CONVERSATION CREATE CURSOR DBCC DEALLOCATE DECLARE DELETE DENY
   DISK DROP DUMP ERRLVL EXEC EXECUTE EXIT GO GOTO GRANT HOLDLOCK IF INSERT INTO KILL LINENO LOAD MERGE OPEN OPENDATASOURCE OPENQUERY
   OPENROWSET PRINT PROC PROCEDURE RAISERROR READTEXT RECONFIGURE RESTORE RETURN REVERT REVOKE ROLLBACK SAVE SET SETUSER SHUTDOWN
   STATISTICS THROW TRAN TRANSACTION TRIGGER TRUNCATE UPDATE UPDATETEXT UPDLOCK USE WAITFOR WHILE WRITETEXT XLOCK TABLOCKX`.split(
    /\s+/,
  ),
);

/**
 * One SELECT that changes nothing. SQL Server has no read-only transactions and runs several statements without
 * anything between them, so every word is looked at. Throws `source.read_only` and `source.syntax`.
 */
export function onlySelect(sql: string): { sql: string; tokens: Token[] } {
  const text = selectOnly(sql);
  const found = tokens(text);
  for (const [i, { text: word }] of found.entries()) {
    if (word === ";") throw sourceError("source.read_only", "Only one SELECT runs at a time.");
    const isSequence = word === "NEXT" && found[i + 1]?.text === "VALUE";
    if (FORBIDDEN.has(word) || isSequence)
      throw sourceError("source.read_only", `Sources are only read: a SELECT may not use ${word}.`, {
        advice: `Use one SELECT; a column called ${word} goes in square brackets.`,
        params: { word },
      });
  }
  return { sql: text, tokens: found };
}

/** Whether a SELECT may stand in brackets as a derived table: not with an order, options or `WITH` of its own. */
export function canBeDerived(list: readonly Token[]): boolean {
  const first = list[0]?.text;
  if (first !== "SELECT" && first !== "(") return false;
  return !list.some((t) => t.depth === 0 && /^(ORDER|OPTION|FOR)$/.test(t.text));
}
