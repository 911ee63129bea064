import type { DraftFile } from "@/db/schema";
import type { Context } from "@/server/shared/context";
import { isAppError } from "@/server/shared/errors";
import { type FileIssue, parseYaml } from "@/server/shared/yaml";
import { type CompiledTemplate, compileTexts, type ScriptCheck } from "../compile";
import { type Manifest, manifest } from "../schemas";
import { type Sheet, sheet } from "../sheet-schema";
import type { TemplateTexts } from "../source";
import { MANIFEST_PATH, SCRIPT_PATH } from "./schemas";

const CODE = "templates.invalid";
const MOST_ISSUES = 200;

/** What a draft's texts say, as far as they can be read. */
export interface CheckedDraft {
  /** null where there are issues. */
  compiled: CompiledTemplate | null;
  manifest: Manifest | null;
  /** Sheets that can be read, in the order of their paths. */
  sheets: { path: string; sheet: Sheet }[];
  /** `file` is the path inside the template; lines and columns count from 1. At most 200. */
  issues: FileIssue[];
  warnings: string[];
}

/** Texts by path, in the shape the compiler reads. */
export function sourceOf(texts: Record<string, string>): TemplateTexts {
  const at = (file: string) => ({ file, text: texts[file] ?? "" });
  const sheets = Object.keys(texts).filter((p) => p.startsWith("sheets/"));
  return { manifest: at(MANIFEST_PATH), script: at(SCRIPT_PATH), sheets: sheets.sort().map(at) };
}

/** Compiles a draft. Never throws for a mistake in it: every one found is an issue by file, line and column. */
export function checkDraft(
  ctx: Pick<Context, "tools">,
  draft: { templateId: string; texts: Record<string, string>; files: DraftFile[] },
): CheckedDraft {
  const source = sourceOf(draft.texts);
  const issues: FileIssue[] = [];
  const read = readable(source);
  if (read.manifest && read.manifest.value.id !== draft.templateId)
    issues.push(read.manifest.issue(["id"], `must stay "${draft.templateId}": clone the template instead`));
  let compiled: CompiledTemplate | null = null;
  try {
    compiled = compileTexts(source, draft.files, ctx.tools.checkScript);
  } catch (error) {
    if (!isAppError(error) || error.code !== CODE) throw error;
    issues.push(...(error.options.issues ?? []));
    // The compiler stops at a manifest it cannot read; the author wants to know about the rest all the same.
    if (!read.manifest) issues.push(...scriptFaults(source, ctx.tools.checkScript), ...read.faults);
  }
  return {
    compiled: issues.length > 0 ? null : compiled,
    manifest: read.manifest?.value ?? null,
    sheets: read.sheets,
    issues: issues.slice(0, MOST_ISSUES),
    warnings: compiled?.warnings ?? [],
  };
}

function scriptFaults({ script }: TemplateTexts, check: ScriptCheck): FileIssue[] {
  return check(script.text.replaceAll("\r\n", "\n")).map((fault) => ({
    path: "",
    file: script.file,
    ...fault,
  }));
}

function readable(source: TemplateTexts) {
  const faults: FileIssue[] = [];
  const attempt = <T>(work: () => T): T | null => {
    try {
      return work();
    } catch (error) {
      if (!isAppError(error)) throw error;
      faults.push(...(error.options.issues ?? []));
      return null;
    }
  };
  const sheets = source.sheets.flatMap((file) => {
    const found = attempt(() => parseYaml(sheet, file, CODE));
    return found ? [{ path: file.file, sheet: found.value }] : [];
  });
  const ofSheets = [...faults];
  return { manifest: attempt(() => parseYaml(manifest, source.manifest, CODE)), sheets, faults: ofSheets };
}
