import type { Call, Span } from "./ast";
import { unsupported } from "./errors";
import { readSet, readTotalFields } from "./set-parser";
import type { TokenStream } from "./token-stream";

type Modifiers = Pick<Call, "distinct" | "set" | "total" | "perRow">;

/** DISTINCT, and in charts TOTAL, ALL (everything, in all rows), NODISTINCT and a set, in any order. */
export function readModifiers(stream: TokenStream, name: string): Modifiers {
  const found: Modifiers = { distinct: false };
  for (;;) {
    const { at } = stream.current;
    if (stream.isSymbol("{")) {
      if (!stream.sets) throw setAnalysis(at);
      if (found.set) throw stream.unexpected("one set only");
      found.set = readSet(stream);
    } else if (stream.isWord("total") && (isModifier(stream) || isTotalAlone(stream, name))) {
      if (!stream.sets) throw unsupported("TOTAL in an aggregation", at, ONLY_IN_CHARTS);
      stream.next();
      found.total = { fields: readTotalFields(stream) };
    } else if (stream.isWord("all") && isModifier(stream) && !stream.isSymbol("<", 1)) {
      if (!stream.sets) throw unsupported("ALL in an aggregation", at, ONLY_IN_CHARTS);
      if (found.set) throw stream.unexpected("a set or ALL, not both");
      stream.next();
      found.set = { kind: "term", base: "1", modifiers: [], at };
      found.total = { fields: [] };
    } else if (name === "aggr" && stream.isWord("nodistinct") && isModifier(stream)) {
      stream.next();
      found.perRow = true;
    } else if (stream.isWord("distinct") && isModifier(stream)) {
      stream.next();
      found.distinct = true;
    } else return found;
  }
}

/** A word followed by an operator, comma or `)` is a field of that name. */
function isModifier(stream: TokenStream): boolean {
  const next = stream.peek(1);
  return ["word", "name", "text", "number"].includes(next.type) || ["(", "<", "{"].includes(next.value);
}

/** `RowNo(TOTAL)`: functions without arguments know TOTAL too. */
function isTotalAlone(stream: TokenStream, name: string): boolean {
  const counts = ["rowno", "noofrows", "columnno", "noofcolumns"];
  return stream.sets && counts.includes(name) && stream.isSymbol(")", 1);
}

const ONLY_IN_CHARTS = "It stands in expressions of charts, not in load scripts.";

export function setAnalysis(at: Span) {
  return unsupported("Set analysis ({…} in an aggregation)", at, ONLY_IN_CHARTS);
}
