import { type MessageFormatElement, parse, TYPE } from "@formatjs/icu-messageformat-parser";
import { expect, test } from "vitest";
import { de } from "./de";
import { en } from "./en";
import { fr } from "./fr";

type Texts = { [key: string]: string | Texts };

function flat(texts: Texts, prefix = ""): [key: string, text: string][] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === "string" ? [[prefix + key, value] as [string, string]] : flat(value, `${prefix}${key}.`),
  );
}

/** Names of a text's arguments and tags, sorted. */
function argumentsOf(text: string): string[] {
  const found = new Set<string>();
  const walk = (elements: MessageFormatElement[]) => {
    for (const element of elements) {
      if (element.type !== TYPE.literal && element.type !== TYPE.pound) found.add(element.value);
      if ("options" in element) for (const option of Object.values(element.options)) walk(option.value);
      if ("children" in element) walk(element.children);
    }
  };
  walk(parse(text));
  return [...found].sort();
}

const english = new Map(flat(en));

test.each(Object.entries({ de, fr }))(
  "%s says all that English says, with the same arguments",
  (_language, texts) => {
    const own = new Map(flat(texts as Texts));
    expect([...english.keys()].filter((key) => !own.has(key))).toEqual([]);
    expect([...own.keys()].filter((key) => !english.has(key))).toEqual([]);
    const other = [...own].filter(
      ([key, text]) => argumentsOf(text).join() !== argumentsOf(english.get(key) ?? "").join(),
    );
    expect(other).toEqual([]);
  },
);
