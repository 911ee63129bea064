import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, indentUnit, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, type Extension } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import type { Known } from "./known";
import { type HelpWords, scriptHelp } from "./script-help";
import { keywordWords, scriptParser } from "./script-tokens";
import { editorColors, editorTheme, tokenTable } from "./theme";
import { yamlParser } from "./yaml-tokens";

export type EditorLanguage = "script" | "yaml" | "text";

/** Something wrong at a place; lines and columns count from 1. */
export interface Problem {
  line: number;
  column: number;
  message: string;
  severity: "error" | "warning";
}

export interface EditorOptions {
  text: string;
  language: EditorLanguage;
  readOnly: boolean;
  /** Name for assistive technology. */
  label: string;
  words: HelpWords;
  /** Asked at every completion and hover: what is declared changes while one types. */
  known(): Known | null;
  onChange(text: string): void;
  onSave(): void;
  onRun(): void;
}

export interface MountedEditor {
  /** Replaces the text, for example after a save elsewhere; the cursor stays where it can. */
  setText(text: string): void;
  setReadOnly(readOnly: boolean): void;
  setProblems(problems: readonly Problem[]): void;
  /** Puts the cursor at a place and shows it. */
  goTo(line: number, column: number): void;
  destroy(): void;
}

/** The page's nonce: our scripts carry it, and the styles of the editor must as well where the policy asks for it. */
const pageNonce = () => document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce ?? "";

/** What every editor of the portal is made of. */
export function baseExtensions(language: EditorLanguage, known: () => Known | null): Extension[] {
  return [
    EditorView.cspNonce.of(pageNonce()),
    lineNumbers(),
    EditorView.lineWrapping,
    drawSelection(),
    editorTheme,
    syntaxHighlighting(editorColors),
    languageOf(language, known),
  ];
}

/** An editor for one file inside `parent`. */
export function mountEditor(parent: HTMLElement, options: EditorOptions): MountedEditor {
  const locked = new Compartment();
  const lock = (readOnly: boolean) => EditorState.readOnly.of(readOnly);
  let quiet = false;
  const view = new EditorView({
    parent,
    doc: options.text,
    extensions: [
      ...baseExtensions(options.language, options.known),
      highlightActiveLine(),
      highlightActiveLineGutter(),
      history(),
      bracketMatching(),
      closeBrackets(),
      highlightSelectionMatches(),
      indentUnit.of("  "),
      lintGutter(),
      ...(options.language === "script" ? scriptHelp(options.known, options.words) : []),
      locked.of(lock(options.readOnly)),
      EditorView.contentAttributes.of({ "aria-label": options.label, spellcheck: "false", tabindex: "0" }),
      keymap.of([
        { key: "Mod-s", preventDefault: true, run: done(options.onSave) },
        { key: "Mod-Enter", preventDefault: true, run: done(options.onRun) },
        ...closeBracketsKeymap,
        ...defaultKeymap,
        ...searchKeymap,
        ...historyKeymap,
        ...lintKeymap,
        // Escape, then Tab leaves the editor: CodeMirror's way out for the keyboard.
        indentWithTab,
      ]),
      EditorView.updateListener.of((update) => {
        if (update.docChanged && !quiet) options.onChange(update.state.doc.toString());
      }),
    ],
  });
  return {
    setText(text) {
      if (text === view.state.doc.toString()) return;
      quiet = true;
      const { head } = view.state.selection.main;
      view.dispatch({
        changes: { from: 0, to: view.state.doc.length, insert: text },
        selection: { anchor: Math.min(head, text.length) },
      });
      quiet = false;
    },
    setReadOnly: (readOnly) => view.dispatch({ effects: locked.reconfigure(lock(readOnly)) }),
    setProblems: (problems) =>
      view.dispatch(
        setDiagnostics(
          view.state,
          problems.map((problem) => diagnosticOf(view.state, problem)),
        ),
      ),
    goTo(line, column) {
      const anchor = offsetOf(view.state, line, column);
      view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
      view.focus();
    },
    destroy: () => view.destroy(),
  };
}

const done = (work: () => void) => () => {
  work();
  return true;
};

function languageOf(language: EditorLanguage, known: () => Known | null): Extension {
  if (language === "yaml") return StreamLanguage.define({ ...yamlParser, tokenTable });
  if (language === "text") return [];
  const words = known()?.language;
  const parser = scriptParser({
    keywords: keywordWords(words?.keywords ?? []),
    functions: new Set((words?.functions ?? []).map((f) => f.name.toLowerCase())),
  });
  return StreamLanguage.define({ ...parser, tokenTable });
}

function offsetOf(state: EditorState, line: number, column: number): number {
  const found = state.doc.line(Math.min(Math.max(line, 1), state.doc.lines));
  return Math.min(found.from + Math.max(column - 1, 0), found.to);
}

/** A problem has a beginning only: it is shown up to the end of the word it begins at. */
function diagnosticOf(state: EditorState, { line, column, message, severity }: Problem): Diagnostic {
  const from = offsetOf(state, line, column);
  const { to: end, from: start } = state.doc.lineAt(from);
  const word = /^[\p{L}\p{N}_]+|^\S/u.exec(state.sliceDoc(from, end))?.[0] ?? "";
  // At the end of a line there is nothing to underline: the word before is.
  const back = word === "" ? /\S+\s*$/.exec(state.sliceDoc(start, from))?.[0].length : 0;
  return { from: from - (back ?? 0), to: from + word.length, message, severity };
}
