import type { StreamParser, StringStream } from "@codemirror/language";

/** Where in the script a line begins: inside a comment, a quote, or at the start of a statement. */
export interface ScriptState {
  inside: "comment" | "rem" | "'" | '"' | "]" | "`" | null;
  start: boolean;
}

/** Names in small letters. */
export interface ScriptWords {
  functions: ReadonlySet<string>;
  keywords: ReadonlySet<string>;
}

/** All words that entries of the language begin with or hold in capitals: THEN and END of `IF condition THEN … END IF`. */
export function keywordWords(keywords: readonly { name: string; syntax: string }[]): Set<string> {
  const found = keywords.flatMap((k) => `${k.name} ${k.syntax}`.match(/\b[A-Z][A-Z_]+\b/g) ?? []);
  const plurals = ["TABLES", "FIELDS", "ENDIF", "ENDSUB", "ENDSWITCH"];
  return new Set([...found, ...plurals].map((word) => word.toLowerCase()));
}

const QUOTES: Record<string, NonNullable<ScriptState["inside"]>> = { "'": "'", '"': '"', "[": "]", "`": "`" };
const WORD = /^[\p{L}_@#%][\p{L}\p{M}\p{N}_.@#%]*/u;

/** Colours of the load script, by the lexer's rules. Never fails: a script is coloured while it is being typed. */
export function scriptParser(words: ScriptWords): StreamParser<ScriptState> {
  return {
    name: "load-script",
    startState: () => ({ inside: null, start: true }),
    copyState: (state) => ({ ...state }),
    token: (stream, state) => token(stream, state, words),
    languageData: {
      commentTokens: { line: "//", block: { open: "/*", close: "*/" } },
      closeBrackets: { brackets: ["(", "[", "'", '"'] },
    },
  };
}

function token(stream: StringStream, state: ScriptState, words: ScriptWords): string | null {
  if (state.inside) return within(stream, state);
  if (stream.eatSpace()) return null;
  if (stream.match(/^\/\/\/\$tab.*/i)) return "heading";
  if (stream.match(/^\/\/.*/)) return "comment";
  if (stream.match("/*")) return begin(stream, state, "comment");
  const quote = QUOTES[stream.peek() ?? ""];
  if (quote) {
    stream.next();
    return begin(stream, state, quote);
  }
  if (stream.match(/^\$\([#=]?[\p{L}_][\p{L}\p{N}_.]*\)?/u) || stream.match(/^\$\([#=]?/)) {
    state.start = false;
    return "variableName.special";
  }
  if (stream.match(/^(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/)) return "number";
  const word = stream.match(WORD) as RegExpMatchArray | null;
  if (word) return wordKind(word[0], stream, state, words);
  const char = stream.next();
  if (char === ";") state.start = true;
  return char && /[-+*/=<>&]/.test(char) ? "operator" : "punctuation";
}

function begin(stream: StringStream, state: ScriptState, inside: NonNullable<ScriptState["inside"]>) {
  state.inside = inside;
  return within(stream, state);
}

/** The rest of a comment or quote on this line. */
function within(stream: StringStream, state: ScriptState): string {
  const { inside } = state;
  const kind =
    inside === "comment" || inside === "rem" ? "comment" : inside === "'" ? "string" : "propertyName";
  const closer = inside === "comment" ? "*/" : inside === "rem" ? ";" : (inside ?? "");
  while (!stream.eol()) {
    if (!stream.match(closer)) stream.next();
    else if (closer.length > 1 || closer === ";" || !stream.eat(closer)) {
      state.inside = null;
      state.start = inside === "rem" || (inside === "comment" && state.start);
      return kind;
    }
  }
  return kind;
}

function wordKind(word: string, stream: StringStream, state: ScriptState, words: ScriptWords): string {
  const lower = word.toLowerCase();
  const atStart = state.start;
  state.start = false;
  if (atStart && lower === "rem" && stream.match(/^(?=\s|$)/, false)) {
    state.inside = "rem";
    return within(stream, state);
  }
  if (atStart && stream.match(/^\s*:(?!:)/, false)) return "labelName";
  if (stream.match(/^\s*\(/, false) && words.functions.has(lower)) return "function";
  if (words.keywords.has(lower)) return "keyword";
  return "variableName";
}
