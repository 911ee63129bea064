import type { Place } from "../ast";
import { scriptError } from "../errors";
import type { FieldStatement, NotedKind } from "../field-statements";
import { quoteName } from "../quoting";
import type { Name } from "../statements";
import { autoNumberFields } from "./auto-number";
import { fits } from "./name-patterns";
import { meantNames } from "./notes";
import { mappingAdvice } from "./partial";
import type { Mapping, Run } from "./run";

/** Runs a statement about fields or tables by their names and tells in a few words what it did. */
export async function runFieldStatement(
  run: Run,
  statement: FieldStatement,
  { line, column }: Place,
): Promise<string> {
  const { rules } = run;
  switch (statement.kind) {
    case "alias":
      for (const { from, to } of statement.pairs) rules.aliases.set(from, to);
      return "ALIAS";
    case "map":
      findMapping(run, statement.using);
      rules.maps.push({ patterns: statement.patterns, mapping: statement.using.value });
      return `MAP ${statement.patterns.join(", ")} USING ${statement.using.value}`;
    case "unmap":
      rules.maps.push({ patterns: statement.patterns, mapping: null });
      return `UNMAP ${statement.patterns.join(", ")}`;
    case "null-as-value":
      rules.nulls.push({ patterns: statement.patterns, asValue: statement.on });
      return statement.on ? "NULLASVALUE" : "NULLASNULL";
    case "comment":
      await comment(run, statement);
      return `COMMENT ${statement.what.toUpperCase()}`;
    case "tag":
      await tag(run, statement);
      return `${statement.on ? "TAG" : "UNTAG"} ${statement.what.toUpperCase()}`;
    case "autonumber":
      return `AUTONUMBER ${(await autoNumberFields(run, statement)).join(", ")}`;
    case "star":
      rules.star = statement.symbol;
      if (run.catalog.section === "access") run.access = { star: rules.star ?? "*" };
      return "STAR";
    case "idle":
      if (statement.word === "search")
        run.warnings.add(
          `SEARCH is not supported and changes nothing: the search looks through all fields a reader may see (line ${line}, column ${column}).`,
        );
      return statement.word.toUpperCase();
  }
}

async function comment(
  run: Run,
  { what, patterns, note }: Extract<FieldStatement, { kind: "comment" }>,
): Promise<void> {
  if ("text" in note) {
    for (const name of meantNames(patterns, knownNames(run, what))) run.notes.comment(what, name, note.text);
    return;
  }
  for (const [name, text] of await mappedNotes(run, what, patterns, note.using))
    run.notes.comment(what, name, text);
}

async function tag(
  run: Run,
  { what, patterns, note, on }: Extract<FieldStatement, { kind: "tag" }>,
): Promise<void> {
  if ("tags" in note) {
    for (const name of meantNames(patterns, knownNames(run, what)))
      for (const text of note.tags) run.notes.tag(what, name, text, on);
    return;
  }
  for (const [name, text] of await mappedNotes(run, what, patterns, note.using))
    run.notes.tag(what, name, text, on);
}

/** Name and text for each of the names there are that a mapping table holds. */
async function mappedNotes(
  run: Run,
  what: NotedKind,
  patterns: readonly string[],
  using: Name,
): Promise<[string, string][]> {
  const { table } = findMapping(run, using);
  const rows = await run.db.rows(
    `SELECT CAST(k AS VARCHAR), CAST(v AS VARCHAR) FROM ${quoteName(table)} WHERE v IS NOT NULL`,
  );
  const texts = new Map(rows.map(([name, text]) => [String(name), String(text)]));
  return knownNames(run, what).flatMap((name): [string, string][] => {
    const text = texts.get(name);
    const meant = patterns.length === 0 || fits(name, patterns);
    return text !== undefined && meant ? [[name, text]] : [];
  });
}

function knownNames(run: Run, what: NotedKind): string[] {
  const tables = run.catalog.all();
  if (what === "table") return tables.map((t) => t.name);
  return [...new Set(tables.flatMap((t) => t.columns.map((c) => c.name)))];
}

/** @throws `script.table_missing` where no mapping table has the name */
export function findMapping(run: Run, using: Name): Mapping {
  const mapping = run.mappings.get(using.value);
  if (mapping) return mapping;
  throw scriptError("script.table_missing", `There is no mapping table "${using.value}".`, {
    at: using.at,
    advice: mappingAdvice(run),
    params: { table: using.value },
  });
}
