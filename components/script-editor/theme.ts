import { HighlightStyle } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/** The portal's tokens; they hold both themes, so that one sheet serves light and dark. */
export const editorTheme = EditorView.theme({
  "&": { backgroundColor: "var(--surface)", color: "var(--text)", fontSize: "13px", height: "100%" },
  "&.cm-focused": { outline: "2px solid var(--focus)", outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: "var(--font-mono)", lineHeight: "20px" },
  ".cm-content": { padding: "10px 0", caretColor: "var(--text)" },
  ".cm-line": { padding: "0 12px" },
  ".cm-gutters": {
    backgroundColor: "var(--surface)",
    color: "var(--text-3)",
    borderRight: "1px solid var(--line)",
    minWidth: "44px",
  },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--surface-hover)" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--accent-line)",
  },
  ".cm-selectionMatch": { backgroundColor: "var(--accent-soft)" },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": {
    backgroundColor: "var(--surface-press)",
    outline: "1px solid var(--line-input)",
  },
  ".cm-tooltip": {
    backgroundColor: "var(--overlay)",
    color: "var(--text)",
    border: "0",
    borderRadius: "var(--r-2)",
    boxShadow: "var(--shadow-float)",
    overflow: "hidden",
  },
  // What is said of an offer stands beside the list: cut off with it, nobody would see it.
  ".cm-tooltip.cm-tooltip-autocomplete": { overflow: "visible" },
  ".cm-tooltip-autocomplete > ul > li": { padding: "3px 10px", lineHeight: "20px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": {
    fontFamily: "var(--font-mono)",
    maxHeight: "15em",
    borderRadius: "var(--r-2)",
  },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": {
    backgroundColor: "var(--accent-soft)",
    color: "var(--text)",
  },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700", color: "var(--accent-text)" },
  ".cm-completionDetail": { color: "var(--text-3)", fontStyle: "normal" },
  ".cm-completionIcon": { display: "none" },
  ".cm-tooltip.cm-completionInfo": { maxWidth: "22rem", padding: "8px 10px", whiteSpace: "pre-line" },
  ".cm-help": { maxWidth: "28rem", padding: "8px 10px", fontFamily: "var(--font-sans)", fontSize: "13px" },
  ".cm-help code": {
    display: "block",
    marginBottom: "2px",
    fontFamily: "var(--font-mono)",
    fontWeight: "600",
  },
  ".cm-completionInfo .cm-help": { padding: "0" },
  ".cm-help:focus": { outline: "none" },
  ".cm-help a": { color: "var(--accent-text)", textDecoration: "underline" },
  ".cm-help a:focus-visible": { outline: "2px solid var(--focus)", outlineOffset: "2px" },
  ".cm-help p": { margin: "0", color: "var(--text-2)", whiteSpace: "pre-line" },
  ".cm-diagnostic": { padding: "6px 10px", fontFamily: "var(--font-sans)", fontSize: "13px" },
  ".cm-diagnostic-error": { borderLeft: "3px solid var(--failed-mark)" },
  ".cm-diagnostic-warning": { borderLeft: "3px solid var(--warning-mark)" },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--failed-mark)",
    textUnderlineOffset: "3px",
  },
  ".cm-lintRange-warning": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--warning-mark)",
    textUnderlineOffset: "3px",
  },
  ".cm-panels": {
    backgroundColor: "var(--surface-sunken)",
    color: "var(--text)",
    borderColor: "var(--line)",
  },
  ".cm-textfield": {
    backgroundColor: "var(--surface)",
    color: "var(--text)",
    border: "1px solid var(--line-input)",
    borderRadius: "var(--r-2)",
  },
  ".cm-button": {
    backgroundImage: "none",
    backgroundColor: "var(--surface)",
    color: "var(--text)",
    border: "1px solid var(--line-strong)",
    borderRadius: "var(--r-2)",
  },
  ".cm-changedLine": { backgroundColor: "var(--accent-soft) !important" },
  ".cm-deletedChunk": { backgroundColor: "var(--failed-soft) !important" },
  ".cm-changedText": { background: "none", borderBottom: "2px solid var(--accent-text)" },
  ".cm-deletedText": { background: "none !important", textDecoration: "line-through" },
  ".cm-collapsedLines": {
    background: "var(--surface-sunken)",
    color: "var(--text-2)",
    padding: "4px 12px",
  },
});

/** Bold for the words of the language, colour for what is called, declared or written down. */
export const editorColors = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--accent-text)", fontWeight: "600" },
  { tag: tags.function(tags.variableName), color: "var(--running-text)" },
  { tag: tags.special(tags.variableName), color: "var(--succeeded-text)" },
  { tag: tags.labelName, color: "var(--suspended-text)", fontWeight: "600" },
  { tag: [tags.string, tags.number], color: "var(--warning-text)" },
  { tag: tags.propertyName, color: "var(--text)" },
  { tag: tags.definition(tags.propertyName), color: "var(--accent-text)" },
  { tag: tags.comment, color: "var(--text-3)", fontStyle: "italic" },
  { tag: tags.heading, color: "var(--text)", fontWeight: "700" },
  { tag: [tags.operator, tags.punctuation], color: "var(--text-2)" },
]);

/** What the tokenizers call things, in the words of the highlighter. */
export const tokenTable = {
  function: tags.function(tags.variableName),
  definition: tags.definition(tags.propertyName),
};
