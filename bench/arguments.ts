/** `--rows N` anywhere on the command line, taken from it; what is left are names of cases. */
export function takeRows(otherwise: number): number {
  const at = process.argv.indexOf("--rows");
  if (at < 0) return otherwise;
  const [, value] = process.argv.splice(at, 2);
  const count = Number(value?.replaceAll("_", ""));
  if (!Number.isInteger(count) || count < 1) throw new Error("--rows needs a whole number");
  return count;
}
