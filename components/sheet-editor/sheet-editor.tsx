"use client";

import "../charts/charts.css";
import "../dashboards/dashboard.css";
import "./sheet-editor.css";
import {
  type ClipboardEvent,
  type KeyboardEvent,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { useTranslations } from "use-intl";
import type { DashboardDocument } from "@/server/apps/dashboard-document";
import type { DashboardTheme } from "../dashboards";
import { Notice } from "../patterns/notice";
import { AlertDialog } from "../ui/alert-dialog";
import { Segmented } from "../ui/segmented";
import { type Preview, Stage } from "./canvas/stage";
import { Trial } from "./canvas/trial";
import { Properties } from "./forms/properties";
import { materialOf } from "./model/material";
import { Palette } from "./palette";
import { SheetTabs } from "./sheet-tabs";
import { silentSource } from "./silent-source";
import { actionsOf } from "./state/actions";
import { type Editor, EditorProvider, useEditorState } from "./state/editor-context";
import { EditorStore } from "./state/editor-store";
import { Toolbar } from "./toolbar";
import type { SheetEditorProps } from "./types";
import { useLeaving } from "./use-leaving";
import { useSaving } from "./use-saving";
import { useWords } from "./use-words";

const LANGUAGES = ["en", "de"] as const;
type Pane = "canvas" | "palette" | "properties";

/**
 * Edits sheets over live figures: adds, moves, sizes and sets up objects, by pointer, touch and keys, with undo. It
 * gives back sheets with their YAML; keeping them is the host's business.
 */
export function SheetEditor(props: SheetEditorProps & { theme?: DashboardTheme }) {
  const { sheets, revision, open } = props;
  const [made, setMade] = useState(() => ({ revision, store: newStore(sheets, open) }));
  if (made.revision !== revision) setMade({ revision, store: newStore(sheets, made.store.state().open) });
  return <Mounted key={String(revision)} {...props} store={made.store} />;
}

const newStore = (sheets: SheetEditorProps["sheets"], open?: string) =>
  new EditorStore(
    sheets.map(({ sheet, text }) => ({ sheet, base: text })),
    open,
  );

function Mounted({
  store,
  fields,
  measures,
  source: given,
  sourceMissing,
  languages = LANGUAGES,
  readOnly = false,
  single = false,
  ordered = false,
  onSave,
  onDirty,
  saver,
  check,
  theme,
}: SheetEditorProps & { store: EditorStore; theme?: DashboardTheme }) {
  const t = useTranslations("sheetEditor");
  const words = useWords();
  const source = useMemo(() => given ?? silentSource(), [given]);
  const document = useDocument(given);
  const material = useMemo(() => materialOf(fields, measures, document), [fields, measures, document]);
  const newest = useRef(material);
  newest.current = material;
  const wordsNow = useRef(words);
  wordsNow.current = words;
  const actions = useMemo(
    () =>
      actionsOf(store, () => newest.current, {
        nameOf: (object) => wordsNow.current.nameOf(object),
        say: (key, values) => wordsNow.current.say(key, values),
      }),
    [store],
  );
  const grid = useRef<HTMLElement | null>(null);
  const panel = useRef<HTMLElement | null>(null);
  const [preview, setPreview] = useState<Preview>("desktop");
  // On a phone one begins with what fits it.
  useEffect(() => {
    if (window.matchMedia("(width < 640px)").matches) setPreview("phone");
  }, []);
  const [trying, setTrying] = useState(false);
  const [pane, setPane] = useState<Pane>("canvas");
  const { saving, save } = useSaving(store, onSave);
  const isDirty = useSyncExternalStore(
    store.subscribe,
    () => store.isDirty,
    () => false,
  );
  const leaving = useLeaving(isDirty);
  useEffect(() => onDirty?.(isDirty), [isDirty, onDirty]);
  useEffect(() => {
    if (saver) saver.current = () => void save();
  }, [saver, save]);

  const editor = useMemo<Editor>(
    () => ({
      store,
      actions,
      material,
      languages,
      readOnly,
      check,
      grid,
      showProperties() {
        setPane("properties");
        requestAnimationFrame(() => {
          const first = panel.current?.querySelector<HTMLElement>(
            ":is(input:not([aria-hidden=true]), textarea, [role=tabpanel] button)",
          );
          (first ?? panel.current)?.focus();
        });
      },
    }),
    [store, actions, material, languages, readOnly, check],
  );

  const isText = (target: EventTarget) =>
    target instanceof HTMLElement && target.closest("input, textarea, [contenteditable]") !== null;

  function onKeyDown(event: KeyboardEvent) {
    const command = event.ctrlKey || event.metaKey;
    if (!command || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key === "s") void save();
    else if (readOnly || trying) return;
    else if (key === "z" && event.shiftKey) actions.redo();
    else if (key === "y") actions.redo();
    else if (key === "z") actions.undo();
    else if (key === "a" && !isText(event.target)) store.choose(store.sheet?.objects.map((o) => o.id) ?? []);
    else return;
    event.preventDefault();
  }

  function onCopy(event: ClipboardEvent) {
    if (isText(event.target) || trying) return;
    const text = actions.copy(store.state().chosen);
    if (text === null) return;
    event.clipboardData.setData("text/plain", text);
    event.preventDefault();
    if (event.type === "cut" && !readOnly) actions.remove(store.state().chosen);
  }

  function onPaste(event: ClipboardEvent) {
    if (isText(event.target) || readOnly || trying) return;
    actions.paste(event.clipboardData.getData("text/plain"));
    event.preventDefault();
  }

  return (
    <EditorProvider value={editor}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: shortcuts of the whole editor; each has a button too */}
      <div
        data-sheet-editor=""
        // A press on what takes no focus keeps the shortcuts here.
        tabIndex={-1}
        className="@container/editor outline-none flex min-h-(--sheet-editor-height,42rem) min-w-0 flex-col border-y border-line bg-surface"
        onKeyDown={onKeyDown}
        onCopy={onCopy}
        onCut={onCopy}
        onPaste={onPaste}
      >
        <Toolbar
          preview={preview}
          onPreview={setPreview}
          trying={trying}
          onTry={setTrying}
          saving={saving}
          onSave={onSave ? () => void save() : undefined}
        />
        {saving.state === "failed" ? (
          <Notice tone="failed" live className="m-3">
            {t("saveFailed", { message: saving.message })}
          </Notice>
        ) : null}
        <SheetTabs ordered={ordered} single={single} />
        {trying ? (
          <Trial source={source} preview={preview} theme={theme} />
        ) : (
          <>
            <div className="hidden border-b border-line px-3 py-2 @max-[60rem]/editor:block">
              <Segmented
                label={t("panes.label")}
                value={pane}
                onValueChange={setPane}
                options={(["canvas", "palette", "properties"] as const).map((value) => ({
                  value,
                  label: t(`panes.${value}`),
                }))}
              />
            </div>
            <div
              data-pane={pane}
              className="group/panes grid min-h-0 flex-1 grid-cols-[13.5rem_minmax(0,1fr)_21.5rem] @max-[60rem]/editor:grid-cols-[minmax(0,1fr)]"
            >
              <aside
                aria-label={t("palette.label")}
                className="top-(--topbar) max-h-[calc(100dvh-var(--topbar))] self-start overflow-y-auto p-3 @min-[60rem]/editor:sticky @max-[60rem]/editor:max-h-none @max-[60rem]/editor:group-not-data-[pane=palette]/panes:hidden"
              >
                <Palette onAdded={() => setPane("canvas")} />
              </aside>
              <div className="min-w-0 border-x border-line bg-canvas p-3 @max-[60rem]/editor:border-0 @max-[60rem]/editor:group-not-data-[pane=canvas]/panes:hidden">
                {given === null && sourceMissing ? (
                  <Notice tone="queued" className="mb-3">
                    {sourceMissing}
                  </Notice>
                ) : null}
                <Stage source={source} preview={preview} theme={theme} />
              </div>
              <aside
                aria-label={t("properties.label")}
                className="top-(--topbar) max-h-[calc(100dvh-var(--topbar))] self-start overflow-y-auto @min-[60rem]/editor:sticky @max-[60rem]/editor:max-h-none @max-[60rem]/editor:group-not-data-[pane=properties]/panes:hidden"
              >
                <Properties panel={panel} />
              </aside>
            </div>
          </>
        )}
        <Said />
        <AlertDialog
          open={leaving.asked !== null}
          onOpenChange={(next) => (next ? undefined : leaving.stay())}
          title={t("leave.title")}
          confirm={t("leave.go")}
          cancel={t("leave.stay")}
          danger
          onConfirm={leaving.go}
        >
          {t("leave.body")}
        </AlertDialog>
      </div>
    </EditorProvider>
  );
}

/** The one place that says what was done. */
function Said() {
  const said = useEditorState((s) => s.said);
  return (
    <p role="status" className="sr-only">
      {/* Equal words again are news: an unseen character makes them differ. */}
      {said.text}
      {said.count % 2 === 0 ? "" : "\u00a0"}
    </p>
  );
}

function useDocument(source: SheetEditorProps["source"]): DashboardDocument | null {
  const [document, setDocument] = useState<DashboardDocument | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    source?.document(abort.signal).then(
      (found) => {
        if (!abort.signal.aborted) setDocument(found);
      },
      // The canvas says why there is none.
      () => undefined,
    );
    return () => abort.abort();
  }, [source]);
  return document;
}
