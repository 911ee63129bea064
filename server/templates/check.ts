import { didYouMean } from "@/server/shared/nearest";
import type { FileIssue, YamlDocument } from "@/server/shared/yaml";
import { checkLooks } from "./check-looks";
import { manifestReferences, type Reference, sheetReferences } from "./references";
import type { Manifest } from "./schemas";
import type { Sheet } from "./sheet-schema";

/** What a template's author may have got wrong although every file is well formed. */
export function checkManifest(document: YamlDocument<Manifest>): FileIssue[] {
  const m = document.value;
  const slots = m.connections.map((c) => c.name);
  const issues = [
    ...repeated(document, "connections", slots),
    ...repeated(
      document,
      "tables",
      m.tables.map((t) => t.name),
    ),
    ...repeated(
      document,
      "parameters",
      m.parameters.map((p) => p.name),
    ),
    ...repeated(
      document,
      "fields",
      m.fields.map((f) => f.name),
    ),
    ...repeated(
      document,
      "measures",
      m.measures.map((x) => x.name),
    ),
    ...repeated(
      document,
      "verify",
      m.verify.map((v) => v.name),
    ),
  ];
  for (const [i, t] of m.tables.entries()) {
    if (!slots.includes(t.connection))
      issues.push(
        document.issue(
          ["tables", i, "connection"],
          `there is no connection slot "${t.connection}".${didYouMean(t.connection, slots)}`,
        ),
      );
    issues.push(
      ...repeated(
        document,
        "columns",
        t.columns.map((c) => c.name),
        ["tables", i, "columns"],
      ),
    );
  }
  for (const [i, p] of m.parameters.entries())
    if (m.tables.some((t) => t.name.toLowerCase() === p.name.toLowerCase()))
      issues.push(
        document.issue(["parameters", i, "name"], `is also a table: $(${p.name}) can mean only one`),
      );
  return [...issues, ...unknownNames(manifestReferences(m), document, fieldNames(m), measureNames(m))];
}

/** Names of a sheet against what the template declares, and objects against each other. */
export function checkSheet(document: YamlDocument<Sheet>, m: Manifest): FileIssue[] {
  const sheet = document.value;
  const measures = [...measureNames(m), ...Object.keys(sheet.measures ?? {})];
  return [
    ...repeated(
      document,
      "objects",
      sheet.objects.map((o) => o.id),
    ),
    ...outOfPlace(document),
    ...checkLooks(document),
    ...unknownNames(sheetReferences(sheet), document, fieldNames(m), measures),
  ];
}

const fieldNames = (m: Manifest) => m.fields.map((f) => f.name);
const measureNames = (m: Manifest) => m.measures.map((x) => x.name);

function unknownNames(
  references: Reference[],
  document: YamlDocument<unknown>,
  fields: string[],
  measures: string[],
): FileIssue[] {
  const known = { field: new Set(fields), measure: new Set(measures) };
  return references.flatMap(({ kind, name, path }) => {
    if (kind === "expression" || known[kind].has(name)) return [];
    const hint = didYouMean(name, known[kind]);
    return [document.issue(path, `there is no ${kind} "${name}" in template.yaml.${hint}`)];
  });
}

/** Syntax check of a chart's expression; the container passes the built-in platform's. Places count from 1. */
export type ExpressionCheck = (
  expression: string,
) => { line: number; column: number; message: string } | null;

/** Expressions that cannot be read, with the place inside them. */
export function checkExpressions(
  references: Reference[],
  document: YamlDocument<unknown>,
  check: ExpressionCheck,
): FileIssue[] {
  return references.flatMap(({ kind, name, path }) => {
    const fault = kind === "expression" ? check(name) : null;
    if (!fault) return [];
    const line = fault.line > 1 ? `line ${fault.line}, ` : "";
    return [document.issue(path, `at ${line}column ${fault.column} of "${name}": ${fault.message}`)];
  });
}

function repeated(
  document: YamlDocument<unknown>,
  list: string,
  names: string[],
  path: PropertyKey[] = [list],
): FileIssue[] {
  const seen = new Set<string>();
  return names.flatMap((name, i) => {
    const key = list === "tables" || list === "parameters" ? name.toLowerCase() : name;
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    return [document.issue([...path, i], `"${name}" is there twice`)];
  });
}

function outOfPlace(document: YamlDocument<Sheet>): FileIssue[] {
  const { objects } = document.value;
  return objects.flatMap((o, i) => {
    const [x, y, w, h] = o.at;
    if (x + w > 24) return [document.issue(["objects", i, "at"], `"${o.id}" reaches beyond the 24 columns`)];
    const other = objects
      .slice(0, i)
      .find(({ at: [ox, oy, ow, oh] }) => x < ox + ow && ox < x + w && y < oy + oh && oy < y + h);
    return other ? [document.issue(["objects", i, "at"], `"${o.id}" lies over "${other.id}"`)] : [];
  });
}

const SETS = /\b(?:set|let)\s+([\p{L}_][\p{L}\p{N}_.]*)\s*=/giu;
const LOOPS = /\bfor\s+(?:each\s+)?([\p{L}_][\p{L}\p{N}_.]*)\s*(?:=|in\b)/giu;
const SUBS = /\bsub\s+[\p{L}_][\p{L}\p{N}_.]*\s*\(([^)]*)\)/giu;
const USES = /\$\(\s*([\p{L}_][\p{L}\p{N}_.]*)\s*[()]/gu;

/** Variables a script uses that neither the template declares nor the script sets, and declared tables it never reads. */
export function checkScriptNames(
  script: string,
  m: Manifest,
): { issues: Omit<FileIssue, "file">[]; unread: string[] } {
  const declared = [...m.tables.map((t) => t.name), ...m.parameters.map((p) => p.name)];
  const set = [...script.matchAll(SETS), ...script.matchAll(LOOPS)].map((x) => x[1] ?? "");
  const parameters = [...script.matchAll(SUBS)].flatMap((x) => (x[1] ?? "").split(",").map((p) => p.trim()));
  const known = new Set([...declared, ...set, ...parameters].map((n) => n.toLowerCase()));
  const code = withoutComments(script);
  const uses = [...code.matchAll(USES)].map((x) => ({ name: x[1] ?? "", index: x.index }));
  const issues = uses
    .filter((u) => !known.has(u.name.toLowerCase()) && !/^(must_)?include$/i.test(u.name))
    .map((u) => ({
      path: "",
      ...lineOf(script, u.index),
      message: `$(${u.name}) is no table or parameter of template.yaml and is not set before.${didYouMean(u.name, declared)}`,
    }));
  const used = new Set(uses.map((u) => u.name.toLowerCase()));
  return { issues, unread: m.tables.map((t) => t.name).filter((t) => !used.has(t.toLowerCase())) };
}

/** Comments as blanks of the same length, so that offsets stay. Texts in quotes are left alone. */
function withoutComments(script: string): string {
  return script.replace(
    /'(?:[^']|'')*'|"[^"]*"|\[[^\]]*\]|\/\/[^\n]*|\/\*[\s\S]*?\*\/|\brem\b[^;]*;/gi,
    (part) => (/^(\/[/*]|rem)/i.test(part) ? part.replace(/[^\n]/g, " ") : part),
  );
}

function lineOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
