import { nearest } from "@/server/shared/nearest";

/** Says which command there is not, and which was probably meant. */
export function unknownCommand(argv: readonly string[], names: readonly string[]): string {
  const words = argv.filter((word) => !word.startsWith("-")).slice(0, 2);
  const asked = words.join(" ");
  const meant = nearest(asked, names) ?? names.find((name) => name.split(" ")[0] === words[0]);
  return `There is no command "${asked}".${meant ? ` Did you mean "${meant}"?` : ""}`;
}
