import { unifiedMergeView } from "@codemirror/merge";
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import type { Known } from "./known";
import { baseExtensions, type EditorLanguage } from "./mount";

/** Two texts as one, to read: what went is struck out above what came. Equal parts are folded. */
export function mountDiff(
  parent: HTMLElement,
  options: { before: string; after: string; language: EditorLanguage; label: string; known: Known | null },
): { destroy(): void } {
  const { before, after, language, label, known } = options;
  return new EditorView({
    parent,
    doc: after,
    extensions: [
      ...baseExtensions(language, () => known),
      EditorState.readOnly.of(true),
      EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
      unifiedMergeView({
        original: before,
        mergeControls: false,
        gutter: true,
        collapseUnchanged: { margin: 3, minSize: 6 },
      }),
    ],
  });
}
