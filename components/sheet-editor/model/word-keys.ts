type Path = readonly PropertyKey[];

/**
 * Keys of the messages that name a member of the format, the most particular first: `rulesUse` of `rules[0].use`, else
 * `use`. One word of the format means different things in different places, and so do its translations.
 * @param path where the member is, itself left out
 */
export const memberKeys = (name: string, path: Path): string[] => [...within(path, name), name];

/**
 * The same for a value that can be chosen: `perColumn` of `color.per: column`, else `column`.
 * @param path where the value is
 */
export const optionKeys = (option: string, path: Path): string[] => [...within(path, option), option];

function within(path: Path, word: string): string[] {
  const owner = path.findLast((part) => typeof part === "string");
  return owner === undefined ? [] : [owner + word.charAt(0).toUpperCase() + word.slice(1)];
}
