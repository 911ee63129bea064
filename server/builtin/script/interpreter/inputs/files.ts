import { scriptError } from "../../errors";
import type { LibFile } from "../../port";
import type { FileFormat, LoadSource } from "../../statements";
import type { InputScope } from "../input";
import type { Relation } from "../relation";
import type { Run } from "../run";
import { delimitedInput } from "./delimited-file";
import { sameLayout } from "./file-layout";
import { checkFixedPlace, fixedInput } from "./fixed/input";
import { jsonInput } from "./json/input";
import { interpretedNulls } from "./null-interpret";
import { parquetInput } from "./parquet";
import { qvdInput } from "./qvd/input";
import { oneBehindTheOther } from "./several-files";
import { xlsxInput } from "./xlsx/input";

type Files = Extract<LoadSource, { kind: "files" }>;

/** The files of a FROM as one relation. */
export async function filesInput(run: Run, { paths, format }: Files, scope: InputScope): Promise<Relation> {
  const files: LibFile[] = [];
  for (const path of paths) {
    const found = await run.host.files(path.value);
    if (found.length === 0)
      throw scriptError("script.file", `No file is "${path.value}".`, {
        at: path.at,
        advice: "Check the connection's name and the path; upper and lower case count.",
        params: { missing: true },
      });
    files.push(...found);
  }
  if (files.length === 1 || (await canBeReadAtOnce(files, format, scope))) {
    const relation = await read(run, files, format, scope);
    return files.length === 1 ? { ...relation, files } : relation;
  }
  const relations: Relation[] = [];
  for (const file of files) relations.push(await read(run, [file], format, { ...scope, several: true }));
  return oneBehindTheOther(run, files, relations, scope);
}

/** Text files of the same columns, and nobody asks which file a row is of: one pass over all of them is fastest. */
async function canBeReadAtOnce(files: LibFile[], format: FileFormat, scope: InputScope): Promise<boolean> {
  if (scope.tellsFile || (format.type !== "csv" && format.type !== "txt")) return false;
  return sameLayout(
    files.map((f) => f.path),
    format,
  );
}

/** @param files one, but for text files that can be read at once */
async function read(run: Run, files: LibFile[], format: FileFormat, scope: InputScope): Promise<Relation> {
  const paths = files.map((f) => f.path);
  const [path = ""] = paths;
  switch (format.type) {
    case "parquet":
      return parquetInput(run, paths);
    case "fix":
      for (const name of scope.wanted ?? []) checkFixedPlace(name, format.at);
      return fixedInput(run, path, format, scope);
    case "json":
      return jsonInput(run, path, scope);
    case "ooxml":
      return interpretedNulls(run, await xlsxInput(run, path, format, scope));
    case "qvd":
      return qvdInput(run, path, scope);
    default:
      return delimitedInput(run, paths, format, scope);
  }
}

/** Name of a table made from a file without a label: the file's, without folder and ending. */
export function fileTableName(path: string): string {
  const base = path.replace(/^.*[/\\:]/, "").replace(/\.[^.]*$/, "");
  return base.replace(/[*?]/g, "") || "Table";
}
