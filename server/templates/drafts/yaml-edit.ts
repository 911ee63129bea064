import { isMap, isScalar, parseDocument } from "yaml";

/** Sets a top-level text of a YAML file and leaves every other character as typed. */
export function withTopLevel(text: string, key: string, value: string): string {
  const { contents } = parseDocument(text);
  const pair = isMap(contents)
    ? contents.items.find((item) => isScalar(item.key) && item.key.value === key)
    : undefined;
  const written = JSON.stringify(value);
  const range = pair && isScalar(pair.value) ? pair.value.range : undefined;
  if (range) return `${text.slice(0, range[0])}${written}${text.slice(range[1])}`;
  return `${key}: ${written}\n${text}`;
}

/** Replaces a top-level value of any shape by a plain text. */
export function withTitle(text: string, title: string): string {
  const document = parseDocument(text);
  document.set("title", title);
  return document.toString({ lineWidth: 0 });
}
