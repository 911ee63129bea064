import type { Place } from "../ast";
import type { Run } from "./run";

interface Ignored {
  /** Values that change nothing in Qlik either, or what the engine does anyway. */
  harmless: RegExp;
  /** What holds instead. */
  instead: string;
}

/** System variables of the language that have no effect here. Names ignore case. */
export const IGNORED_VARIABLES: Readonly<Record<string, Ignored>> = {
  CollationLocale: {
    harmless: /^(?:(?:en|de|fr)(?:-.*)?)?$/i,
    instead: "texts sort by the alphabet without regard to case and accents, in every language",
  },
  CreateSearchIndexOnReload: { harmless: /^[01]?$/, instead: "every field can be searched" },
  HidePrefix: { harmless: /^$/, instead: "no field is hidden; DROP FIELD removes one" },
  HideSuffix: { harmless: /^$/, instead: "no field is hidden; DROP FIELD removes one" },
  NumericalAbbreviation: { harmless: /^$/, instead: "charts shorten numbers by the reader's language" },
  OpenUrlTimeout: { harmless: /^$/, instead: "a script opens no addresses" },
  QvdBufferDir: { harmless: /^$/, instead: "BUFFER keeps its files in lib://Stored/buffers" },
  Verbatim: { harmless: /^0?$/, instead: "blanks around values are cut" },
};

/** Warns where a variable is set that does not do here what it does in Qlik. */
export function warnOfIgnored(run: Run, name: string, value: string, { line, column }: Place): void {
  const place = `(line ${line}, column ${column})`;
  if (name === "ErrorMode" && !/^[012]$/.test(value))
    run.warnings.add(`ErrorMode is 0, 1 or 2; "${value}" counts as 1: an error ends the reload ${place}.`);
  const ignored = Object.entries(IGNORED_VARIABLES).find(
    ([known]) => known.toLowerCase() === name.toLowerCase(),
  );
  if (ignored && !ignored[1].harmless.test(value))
    run.warnings.add(
      `${ignored[0]} is not supported, setting it changes nothing: ${ignored[1].instead} ${place}.`,
    );
  const money = /^money(decimal|thousand)sep$/i.exec(name)?.[1];
  if (!money) return;
  const used = money.toLowerCase() === "decimal" ? "DecimalSep" : "ThousandSep";
  if (value !== (run.variables.get(used)?.text ?? ""))
    run.warnings.add(
      `${name} is not supported, setting it changes nothing: amounts are read by ${used} ${place}.`,
    );
}
