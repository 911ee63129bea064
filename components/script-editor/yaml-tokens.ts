import type { StreamParser } from "@codemirror/language";

interface YamlState {
  quote: string | null;
}

/** Colours of the YAML that templates are written in: keys, texts, numbers, comments. */
export const yamlParser: StreamParser<YamlState> = {
  name: "yaml",
  startState: () => ({ quote: null }),
  copyState: (state) => ({ ...state }),
  languageData: { commentTokens: { line: "#" }, closeBrackets: { brackets: ["{", "[", '"', "'"] } },
  token(stream, state) {
    if (state.quote) {
      while (!stream.eol()) {
        const char = stream.next();
        if (char === "\\" && state.quote === '"') stream.next();
        else if (char === state.quote) {
          state.quote = null;
          break;
        }
      }
      return "string";
    }
    if (stream.eatSpace()) return null;
    if (stream.match(/^#.*/)) return "comment";
    if (stream.match(/^(?:"[^"]*"|'[^']*'|[\w$-][\w $.-]*?)(?=\s*:(?:\s|$))/)) return "definition";
    const char = stream.next() ?? "";
    if (char === '"' || char === "'") {
      state.quote = char;
      return "string";
    }
    if (/[-{}[\],:|>&*?]/.test(char)) return "punctuation";
    stream.match(/^[^\s,{}[\]]+/);
    const word = stream.current();
    if (/^[-+]?\d+(\.\d+)?$/.test(word)) return "number";
    return /^(true|false|null)$/.test(word) ? "keyword" : "variableName";
  },
};
