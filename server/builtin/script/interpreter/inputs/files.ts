import { scriptError } from "../../errors";
import type { LoadSource } from "../../statements";
import type { InputScope } from "../input";
import type { Relation } from "../relation";
import type { Run } from "../run";
import { delimitedInput } from "./delimited-file";
import { parquetInput } from "./parquet";
import { qvdInput } from "./qvd/input";

type Files = Extract<LoadSource, { kind: "files" }>;

/** The files of a FROM as one relation. */
export async function filesInput(run: Run, { paths, format }: Files, scope: InputScope): Promise<Relation> {
  const files: string[] = [];
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
  switch (format.type) {
    case "parquet":
      return parquetInput(run, files);
    case "qvd":
      return qvdInput(run, files, scope);
    default:
      return delimitedInput(run, files, format, scope);
  }
}

/** Name of a table made from a file without a label: the file's, without folder and ending. */
export function fileTableName(path: string): string {
  const base = path.replace(/^.*[/\\:]/, "").replace(/\.[^.]*$/, "");
  return base.replace(/[*?]/g, "") || "Table";
}
