export type UploadFormat = "csv" | "yaml";

/** CSV or YAML, by the file's name, else by its first line that says something. */
export function formatOf(text: string, fileName = ""): UploadFormat {
  if (/\.(csv|tsv|txt)$/i.test(fileName)) return "csv";
  if (/\.(ya?ml|json)$/i.test(fileName)) return "yaml";
  const first = text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .map((line) => line.trim())
    .find((line) => line !== "" && !line.startsWith("#"));
  return first !== undefined && /[,;\t]/.test(first) && !/^[{[-]|:\s*(\[|$)/.test(first) ? "csv" : "yaml";
}
