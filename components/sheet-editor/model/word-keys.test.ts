import { expect, it } from "vitest";
import { en } from "../../providers/i18n/messages/en";
import { memberKeys, optionKeys } from "./word-keys";

const { keys, options } = en.sheetEditor;
const said = (words: Record<string, string>, wanted: string[]) => words[wanted.find((k) => k in words) ?? ""];
const member = (name: string, path: PropertyKey[]) => said(keys, memberKeys(name, path));
const option = (word: string, path: PropertyKey[]) => said(options, optionKeys(word, path));

it.each([
  ["a measure of a chart", member("use", ["figures", 0]), "Measure"],
  ["a verdict of a rule", member("use", ["color", "rules", 0]), "Shown as"],
  ["what a measure is drawn as", member("mark", ["figures", 0]), "Drawn as"],
  ["the sign of a rule", member("mark", ["color", "rules", 2]), "Sign"],
  ["the words of a target", member("say", ["target"]), "Words"],
  ["the words of a scale", member("say", ["color"]), "Words of the legend"],
  ["bars that stand", option("column", ["as"]), "Columns"],
  ["shades by one column", option("column", ["color", "per"]), "Column"],
  ["no direction that is better", option("none", ["figures", 0, "better"]), "Neither"],
  ["what a selection leaves out", option("none", ["context"]), "Goes away"],
  ["no labels", option("none", ["label"]), "None"],
  ["a rising order", option("up", ["axes", 0, "sort", "order"]), "Rising"],
  ["an arrow", option("up", ["color", "rules", 0, "mark"]), "Arrow up"],
])("a word of the format is said by its meaning: %s", (_name, word, expected) => {
  expect(word).toBe(expected);
});
