import { sha256 } from "@/server/shared/crypto";
import { isAppError } from "@/server/shared/errors";
import { canonicalJson } from "@/server/shared/json";
import { type FileIssue, fileError, parseYaml } from "@/server/shared/yaml";
import { checkExpressions, checkManifest, checkScriptNames, checkSheet, type ExpressionCheck } from "./check";
import { manifestReferences, sheetReferences } from "./references";
import { type Manifest, manifest } from "./schemas";
import { type Sheet, sheet } from "./sheet-schema";
import type { TemplateSource, TemplateTexts } from "./source";

/**
 * Syntax check of a load script, and of the expressions of charts where it can; the container passes the built-in
 * platform's. Lines and columns count from 1.
 */
export interface ScriptCheck {
  (script: string): { line: number; column: number; message: string }[];
  expression?: ExpressionCheck;
  /** Whether a partial reload of the script has anything to do. */
  hasPartialLoads?(script: string): boolean;
}

export interface CompiledTemplate {
  manifest: Manifest;
  script: string;
  sheets: Sheet[];
  files: { path: string; sha256: string; bytes: number }[];
  /** Changes with the content, not with comments or the layout of YAML. */
  contentHash: string;
  /** Things worth telling that are no error. */
  warnings: string[];
}

/** Said of a schedule that would reload nothing. */
export const NOTHING_PARTIAL = "the script has no ADD, REPLACE or MERGE: a partial reload would load nothing";

const CODE = "templates.invalid";

/** Parses and checks a whole template; throws one `templates.invalid` with every issue found, by file and line. */
export function compileTemplate(source: TemplateSource, checkScript?: ScriptCheck): CompiledTemplate {
  const files = source.files.map((f) => ({ path: f.path, sha256: sha256(f.bytes), bytes: f.bytes.length }));
  return compileTexts(source, files, checkScript);
}

/** As `compileTemplate`, where the files' bytes are kept already. */
export function compileTexts(
  source: TemplateTexts,
  files: CompiledTemplate["files"],
  checkScript?: ScriptCheck,
): CompiledTemplate {
  const parsed = parseYaml(manifest, source.manifest, CODE);
  const issues = checkManifest(parsed);
  const expression = checkScript?.expression ?? (() => null);
  issues.push(...checkExpressions(manifestReferences(parsed.value), parsed, expression));
  const script = source.script.text.replaceAll("\r\n", "\n");
  const names = checkScriptNames(script, parsed.value);
  issues.push(...names.issues.map((i) => ({ ...i, file: source.script.file })));
  for (const fault of checkScript?.(script) ?? [])
    issues.push({ path: "", file: source.script.file, ...fault });
  if (parsed.value.schedule?.partial && checkScript?.hasPartialLoads?.(script) === false)
    issues.push(parsed.issue(["schedule", "partial"], NOTHING_PARTIAL));
  const sheets = compileSheets(source, parsed.value, issues, expression);
  if (parsed.value.theme && !files.some((f) => f.path === parsed.value.theme))
    issues.push(parsed.issue(["theme"], `there is no files/${parsed.value.theme}`));
  if (issues.length > 0) throw fileError(CODE, issues);
  return {
    manifest: parsed.value,
    script,
    sheets,
    files,
    contentHash: sha256(canonicalJson({ manifest: parsed.value, script, sheets, files })),
    warnings: names.unread.map((t) => `The script never reads $(${t}).`),
  };
}

function compileSheets(
  source: TemplateTexts,
  m: Manifest,
  issues: FileIssue[],
  expression: ExpressionCheck,
): Sheet[] {
  return source.sheets.flatMap((file) => {
    try {
      const document = parseYaml(sheet, file, CODE);
      const id = document.value.sheet;
      if (!file.file.endsWith(`/${id}.yaml`) && !file.file.endsWith(`/${id}.yml`))
        issues.push(document.issue(["sheet"], `"${id}" must be the same as the file's name`));
      issues.push(...checkSheet(document, m));
      issues.push(...checkExpressions(sheetReferences(document.value), document, expression));
      return [document.value];
    } catch (error) {
      if (!isAppError(error)) throw error;
      issues.push(...(error.options.issues ?? []));
      return [];
    }
  });
}
