import { type AppError, isAppError } from "@/server/shared/errors";
import type { Place } from "./ast";
import type { Block } from "./blocks";
import { buildBlocks } from "./blocks";
import { callFaults } from "./check-calls";
import { bodiesOf, tableFaults } from "./check-tables";
import { parseFor, parseIf, parseLoop, parseSub, parseSwitch, parseValues } from "./control-parser";
import { masked } from "./masked";
import { mayFeed } from "./prefix-parser";
import { plainSource } from "./source-text";
import { type RawStatement, splitStatements } from "./split";
import { parseStatement } from "./statement-parser";
import type { Statement } from "./statements";

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
 * or too many arguments, tables that nothing makes. Names of fields are only known while it runs. What `$(…)` will be is
 * not known: a statement that has one is checked as far as it reads the same whatever comes.
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
  const read = new Map<RawStatement, unknown>();
  for (const statement of statements) {
    const parsed = attempt(() => parsedStatement(statement));
    read.set(statement, parsed);
    issues.push(...callFaults(parsed).map(issueOf));
  }
  if (!blocks) return issues;
  const statementOf = (raw: RawStatement) =>
    Object.hasOwn(HEADS, raw.word) ? undefined : (read.get(raw) as Statement | undefined);
  for (const statement of unfed(blocks)) issues.push(unfedIssue(statement));
  issues.push(...tableFaults(script, blocks, statementOf).map(issueOf));
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
  if (ENDS.has(word)) return undefined;
  const parse = (Object.hasOwn(HEADS, word) && HEADS[word]) || parseStatement;
  if (!source.text.includes("$(")) return parse(source);
  // What begins with an expansion may become statements of any kind.
  if (source.text.startsWith("$(")) return undefined;
  const hidden = masked(source);
  if (!hidden) return undefined;
  try {
    return parse(hidden.source);
  } catch (error) {
    if (isAppError(error) && !RETHINKS.has(word) && isCertain(error, source.place(hidden.certain)))
      throw error;
    return undefined;
  }
}

/** Statements whose reader looks ahead before it says what is wrong with what stands behind. */
const RETHINKS = new Set(["constrain", "store"]);

/** Whether an error is told of a token in front of all expansions, which are read from left to right. */
function isCertain(error: AppError, { line, column }: Place): boolean {
  const at = error.options.params ?? {};
  if (error.code !== "script.unsupported" && !error.message.startsWith("Expected ")) return false;
  return Number(at.line) < line || (Number(at.line) === line && Number(at.column) < column);
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
