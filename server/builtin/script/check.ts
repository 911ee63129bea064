import { type AppError, isAppError } from "@/server/shared/errors";
import type { Block } from "./blocks";
import { buildBlocks } from "./blocks";
import { callFaults } from "./check-calls";
import { parseFor, parseIf, parseLoop, parseSub, parseSwitch, parseValues } from "./control-parser";
import { mayFeed } from "./prefix-parser";
import { plainSource } from "./source-text";
import { type RawStatement, splitStatements } from "./split";
import { parseStatement } from "./statement-parser";

export interface ScriptIssue {
  code: string;
  message: string;
  advice?: string;
  /** 1-based. */
  line: number;
  column: number;
}

/**
 * What is wrong with a script before it runs: syntax, statements and functions that are not supported, calls with too few
 * or too many arguments. Names of fields and tables are only known while it runs. A statement with `$(` is checked as far as its structure goes, because
 * its text is not known yet.
 */
export function checkScript(script: string): ScriptIssue[] {
  const issues: ScriptIssue[] = [];
  const attempt = <T>(work: () => T): T | undefined => {
    try {
      return work();
    } catch (error) {
      if (!isAppError(error)) throw error;
      issues.push(issueOf(error));
      return undefined;
    }
  };
  const statements = attempt(() => splitStatements(plainSource(script)));
  if (!statements) return issues;
  const blocks = attempt(() => buildBlocks(statements));
  for (const statement of statements) {
    const parsed = attempt(() => parsedStatement(statement));
    issues.push(...callFaults(parsed).map(issueOf));
  }
  if (blocks) for (const statement of unfed(blocks)) issues.push(unfedIssue(statement));
  return issues.sort((a, b) => a.line - b.line || a.column - b.column);
}

function issueOf(error: AppError): ScriptIssue {
  const { line, column } = error.options.params ?? {};
  const { advice } = error.options;
  return {
    code: error.code,
    message: error.message,
    ...(advice ? { advice } : {}),
    line: Number(line ?? 1),
    column: Number(column ?? 1),
  };
}

const HEADS: Record<string, (source: RawStatement["source"]) => unknown> = {
  if: parseIf,
  elseif: parseIf,
  for: parseFor,
  do: parseLoop,
  loop: parseLoop,
  switch: parseSwitch,
  case: parseValues,
  sub: parseSub,
};
const ENDS = new Set(["else", "end", "endif", "endsub", "endswitch", "next", "default"]);

function parsedStatement({ source, word }: RawStatement): unknown {
  if (source.text.includes("$(") || ENDS.has(word)) return null;
  const head = HEADS[word];
  return head ? head(source) : parseStatement(source);
}

/** Loads without a source that nothing follows to feed them. */
function unfed(blocks: Block[]): RawStatement[] {
  const found: RawStatement[] = [];
  blocks.forEach((block, i) => {
    for (const body of bodiesOf(block)) found.push(...unfed(body));
    if (block.type !== "statement" || !lacksSource(block.statement)) return;
    const next = blocks[i + 1];
    const feeds =
      next?.type === "statement" &&
      (mayFeed(next.statement.source.text) || /^\s*\$\(/.test(next.statement.source.text));
    if (!feeds) found.push(block.statement);
  });
  return found;
}

function bodiesOf(block: Block): Block[][] {
  if (block.type === "if") return block.branches.map((b) => b.body);
  if (block.type === "switch") return block.cases.map((c) => c.body);
  return block.type === "statement" ? [] : [block.body];
}

function lacksSource({ source }: RawStatement): boolean {
  if (source.text.includes("$(")) return false;
  try {
    let statement = parseStatement(source);
    while (statement.kind === "conditional") statement = statement.statement;
    return statement.kind === "table" && statement.load !== undefined && !statement.load.source;
  } catch {
    return false;
  }
}

function unfedIssue({ at }: RawStatement): ScriptIssue {
  return {
    code: "script.syntax",
    message: "This LOAD has no source, and no LOAD or SELECT follows to feed it.",
    advice: "Add FROM, RESIDENT, INLINE or AUTOGENERATE, or a SELECT right behind it.",
    line: at.line,
    column: at.column,
  };
}
