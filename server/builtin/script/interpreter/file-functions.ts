import type { Rule } from "@/server/shared/rule-model";
import { type Call, type Expr, walk } from "../ast";
import { NULL_VALUE, type Typed, textLiteral } from "../convert";
import { scriptError, unsupported } from "../errors";
import { define, integer, timestamp } from "../functions/define";
import type { LibFile } from "../port";
import type { CallContext, FunctionDefinition } from "../scope";
import { FILE } from "./inputs/several-files";
import { lookForQvds, qvdFunctions } from "./qvd-functions";
import type { Run } from "./run";

const OF_NAMED = new Set(["filesize", "filetime"]);
const OF_ROW = new Set(["filename", "filebasename", "fileextension", "filepath", "filedir", ...OF_NAMED]);

/** Whether any of the expressions asks which file a row is of. */
export function tellsFile(expressions: readonly Expr[]): boolean {
  return callsOf(expressions).some((call) => OF_ROW.has(call.name) && call.args.length === 0);
}

/** Looks for the files that `FileSize('lib://…')` and `FileTime` name: compiling cannot wait for them. */
export async function lookForFiles(run: Run, expressions: readonly Expr[]): Promise<void> {
  for (const call of callsOf(expressions)) {
    const [named] = call.args;
    if (!named || !OF_NAMED.has(call.name)) continue;
    const path =
      named.kind === "field" ? run.variables.get(named.name)?.text : named.kind === "text" ? named.value : "";
    if (path) run.files.set(path, (await run.host.files(path))[0]);
  }
  await lookForQvds(run, expressions);
}

function callsOf(expressions: readonly Expr[]): Call[] {
  const calls: Call[] = [];
  for (const expr of expressions)
    walk(expr, (node) => {
      if (node.kind === "call") calls.push(node);
      return undefined;
    });
  return calls;
}

/**
 * Functions about files.
 * @param read the files the LOAD they stand in reads; without: they stand outside of one that reads files
 */
export function fileFunctions(run: Run, read?: readonly LibFile[]): FunctionDefinition[] {
  const ofRow = (signature: string, rule: Rule, summary: string, tell: (file: LibFile) => Typed) =>
    define("table", signature, rule, signature.endsWith("()") ? 0 : [0, 1], summary, (c) =>
      c.count > 0 ? ofNamed(run, c, tell) : ofTheRow(c, read, tell),
    );
  const text = (part: (lib: string) => string) => (file: LibFile) => textLiteral(part(file.lib));
  return [
    ofRow(
      "FileName()",
      "FileFunctions/FileName",
      "Name of the file being read, with its ending.",
      text(nameOf),
    ),
    ofRow(
      "FileBaseName()",
      "FileFunctions/FileBaseName",
      "The same without the ending.",
      text((lib) => nameOf(lib).replace(/\.[^.]*$/, "")),
    ),
    ofRow(
      "FileExtension()",
      "FileFunctions/FileExtension",
      "Its ending, without the point.",
      text((lib) => /\.([^.]*)$/.exec(nameOf(lib))?.[1] ?? ""),
    ),
    ofRow(
      "FilePath()",
      "FileFunctions/FilePath",
      "Its whole path, lib://Name/folder/file.csv.",
      text((lib) => lib),
    ),
    ofRow(
      "FileDir()",
      "FileFunctions/FileDir",
      "Its folder, lib://Name/folder.",
      text((lib) => lib.replace(/\/[^/]*$/, "")),
    ),
    ofRow(
      "FileSize([file])",
      "FileFunctions/FileSize",
      "Bytes of the file being read, or of one by its path.",
      ({ bytes }) => integer(`${bytes}::BIGINT`),
    ),
    ofRow("FileTime([file])", "FileFunctions/FileTime", "When it was last written, in UTC.", ({ modified }) =>
      timestamp(`TIMESTAMP '${modified.toISOString().slice(0, 19).replace("T", " ")}'`),
    ),
    ...qvdFunctions(run),
  ];
}

const nameOf = (lib: string) => lib.replace(/^.*\//, "");

function ofTheRow(
  c: CallContext,
  read: readonly LibFile[] | undefined,
  tell: (file: LibFile) => Typed,
): Typed {
  const [first, ...others] = read ?? [];
  if (!first)
    throw scriptError("script.syntax", `${c.call.written}() needs a LOAD that reads files: LOAD … FROM.`, {
      at: c.call.at,
      advice: "In the LOADs above it use the field it gives there.",
    });
  const value = tell(first);
  if (others.length === 0) return value;
  if (c.scope.grouping && !c.aggregated)
    throw scriptError("script.group", `${c.call.written}() is not part of GROUP BY.`, {
      at: c.call.at,
      advice: "Group by it too, or use it in an aggregation.",
    });
  const cases = [first, ...others].map((file, i) => `WHEN ${i} THEN ${tell(file).sql}`);
  return { sql: `CASE i.${FILE} ${cases.join(" ")} END`, type: value.type };
}

function ofNamed(run: Run, c: CallContext, tell: (file: LibFile) => Typed): Typed {
  const { literal } = c.arg(0);
  if (typeof literal !== "string")
    throw unsupported(
      `A computed file in ${c.call.written}()`,
      c.call.at,
      "Write its path as a text, or put it into a variable before: LET f = …;",
    );
  const file = run.files.get(literal);
  return file ? tell(file) : NULL_VALUE;
}
