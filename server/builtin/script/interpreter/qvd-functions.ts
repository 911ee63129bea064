import { QvdFile } from "@/server/builtin/formats/qvd/file";
import type { QvdHeader } from "@/server/builtin/formats/qvd/header";
import type { Rule } from "@/server/shared/rule-model";
import { type Call, type Expr, walk } from "../ast";
import { NULL_VALUE, type Typed, textLiteral } from "../convert";
import { unsupported } from "../errors";
import { define, integer, timestamp } from "../functions/define";
import type { CallContext, FunctionDefinition } from "../scope";
import { fileFailure } from "./inputs/file-failure";
import type { Run } from "./run";

const NAMES = new Set(["qvdcreatetime", "qvdnoofrecords", "qvdnooffields", "qvdfieldname", "qvdtablename"]);

/** Reads the headers of the QVDs that functions of the expressions name: compiling cannot wait for them. */
export async function lookForQvds(run: Run, expressions: readonly Expr[]): Promise<void> {
  for (const { args } of expressions.flatMap(callsOf)) {
    const [named] = args;
    const variable = named?.kind === "field" ? run.variables.get(named.name)?.text : undefined;
    const path = named?.kind === "text" ? named.value : variable;
    if (path) run.qvds.set(path, await headerOf(run, path));
  }
}

function callsOf(expr: Expr): Call[] {
  const calls: Call[] = [];
  walk(expr, (node) => {
    if (node.kind === "call" && NAMES.has(node.name)) calls.push(node);
    return undefined;
  });
  return calls;
}

async function headerOf(run: Run, path: string): Promise<QvdHeader | undefined> {
  const [found] = await run.host.files(path);
  if (!found) return undefined;
  try {
    const file = await QvdFile.open(found.path);
    await file.close();
    return file.header;
  } catch (error) {
    throw fileFailure(error, path.replace(/^.*\//, ""));
  }
}

/** Functions about QVD files; NULL where there is no such file. */
export function qvdFunctions(run: Run): FunctionDefinition[] {
  const about = (
    signature: string,
    rule: Rule,
    args: number,
    summary: string,
    tell: (h: QvdHeader, c: CallContext) => Typed,
  ) =>
    define("table", signature, rule, args, summary, (c) => {
      const header = headerNamed(run, c);
      return header ? tell(header, c) : NULL_VALUE;
    });
  return [
    about(
      "QvdCreateTime(file)",
      "FileFunctions/QvdCreateTime",
      1,
      "When a QVD was written, in UTC.",
      ({ createdUtc }) =>
        /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(createdUtc)
          ? timestamp(`TRY_CAST('${createdUtc}' AS TIMESTAMP)`)
          : NULL_VALUE,
    ),
    about("QvdNoOfRecords(file)", "FileFunctions/QvdNoOfRecords", 1, "Rows of a QVD.", ({ records }) =>
      integer(`${records}::BIGINT`),
    ),
    about("QvdNoOfFields(file)", "FileFunctions/QvdNoOfFields", 1, "Fields of a QVD.", ({ fields }) =>
      integer(`${fields.length}::BIGINT`),
    ),
    about(
      "QvdFieldName(file, n)",
      "FileFunctions/QvdFieldName",
      2,
      "Name of a QVD's n-th field, counted from 1.",
      ({ fields }, c) => {
        const field = fields[c.literalNumber(1) - 1];
        return field ? textLiteral(field.name) : NULL_VALUE;
      },
    ),
    about(
      "QvdTableName(file)",
      "FileFunctions/QvdTableName",
      1,
      "Name of the table a QVD was stored from.",
      ({ tableName }) => textLiteral(tableName),
    ),
  ];
}

function headerNamed(run: Run, c: CallContext): QvdHeader | undefined {
  const { literal } = c.arg(0);
  if (typeof literal === "string") return run.qvds.get(literal);
  throw unsupported(
    `A computed file in ${c.call.written}()`,
    c.call.at,
    "Write its path as a text, or put it into a variable before: LET f = …;",
  );
}
