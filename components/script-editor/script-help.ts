import { autocompletion, type Completion } from "@codemirror/autocomplete";
import type { Extension } from "@codemirror/state";
import {
  activateHover,
  closeHoverTooltips,
  type EditorView,
  hasHoverTooltips,
  hoverTooltip,
  keymap,
} from "@codemirror/view";
import { ruleAddress } from "@/server/shared/rule-model";
import { type Offer, offersAt } from "./completions";
import { type Help, helpAt } from "./help";
import type { Known } from "./known";

/** Words of the help, in the reader's language. */
export interface HelpWords {
  /** What a link to a function's documentation reads. */
  rule: string;
  /** Its name for assistive technology: of which function, and that it opens a new tab. */
  ruleOf(name: string): string;
}

/** Completion, and help for the word under the pointer or, by F1, at the cursor. */
export function scriptHelp(known: () => Known | null, words: HelpWords): Extension[] {
  const hover = hoverTooltip((view, pos) => {
    const all = known();
    const help = all ? helpAt(view.state.doc.toString(), pos, all) : null;
    if (!help) return null;
    return {
      pos: help.from,
      end: help.to,
      above: true,
      create: () => ({ dom: helpBox(help, words, () => close(view)) }),
    };
  });
  return [
    autocompletion({
      icons: false,
      override: [
        ({ state, pos, explicit }) => {
          const all = known();
          const found = all ? offersAt(state.doc.toString(), pos, all, explicit) : null;
          if (!found || found.options.length === 0) return null;
          return {
            from: found.from,
            options: found.options.map((offer) => completionOf(offer, words)),
            validFor: /^[\p{L}\p{N}_. ]*$/u,
          };
        },
      ],
    }),
    hover,
    keymap.of([
      { key: "F1", run: (view) => explain(view, hover) },
      { key: "Escape", run: (view) => hasHoverTooltips(view.state) && close(view) },
    ]),
  ];
}

/** Shows the help at the cursor and goes to it: a hover's link could be reached by no key. */
function explain(view: EditorView, hover: ReturnType<typeof hoverTooltip>): boolean {
  const { head } = view.state.selection.main;
  activateHover(view, head, 1, { tooltip: hover, until: (tr) => tr.docChanged || Boolean(tr.selection) });
  const box = view.dom.querySelector<HTMLElement>(".cm-help");
  (box?.querySelector("a") ?? box)?.focus({ preventScroll: true });
  return true;
}

function close(view: EditorView): boolean {
  view.dispatch({ effects: closeHoverTooltips });
  view.focus();
  return true;
}

function completionOf(
  { label, apply, type, detail, info, rule, boost }: Offer,
  words: HelpWords,
): Completion {
  return {
    label,
    type,
    apply: applied(apply ?? label),
    ...(detail ? { detail } : {}),
    ...(info ? { info: rule ? () => described(info, { name: label, page: rule }, words) : info } : {}),
    boost,
  };
}

/** Writes an offer; a bracket that closes it is not written where one stands already. */
function applied(text: string): Completion["apply"] {
  return (view, _completion, from, to) => {
    const next = view.state.sliceDoc(to, to + 1);
    const insert = text.endsWith(")") && next === ")" ? text.slice(0, -1) : text;
    const anchor = from + insert.length + (insert === text ? 0 : 1);
    view.dispatch({ changes: { from, to, insert }, selection: { anchor }, userEvent: "input.complete" });
  };
}

/** What is said of a word; it takes the focus, and gives it back by Escape. */
export function helpBox({ title, text, rule }: Help, words: HelpWords, leave: () => void): HTMLElement {
  const box = document.createElement("div");
  box.className = "cm-help";
  box.tabIndex = -1;
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", title);
  box.appendChild(document.createElement("code")).textContent = title;
  if (text) box.appendChild(document.createElement("p")).textContent = text;
  if (rule) box.appendChild(ruleLink(rule, words));
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    leave();
  });
  return box;
}

function described(text: string, rule: NonNullable<Help["rule"]>, words: HelpWords): HTMLElement {
  const box = document.createElement("div");
  box.className = "cm-help";
  box.appendChild(document.createElement("p")).textContent = text;
  box.appendChild(ruleLink(rule, words));
  return box;
}

function ruleLink({ name, page }: NonNullable<Help["rule"]>, words: HelpWords): HTMLElement {
  const link = document.createElement("a");
  link.href = ruleAddress(page);
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  link.textContent = words.rule;
  link.setAttribute("aria-label", words.ruleOf(name));
  return link;
}
