"use client";

import {
  type CSSProperties,
  useCallback,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { useLocale, useTranslations } from "use-intl";
import { brandVariables } from "@/server/shared/brand/brand-model";
import type { ObjectContext } from "../../charts/port";
import type { DashboardSource, DashboardTheme } from "../../dashboards";
import { NO_FILES } from "../../dashboards/files/use-files";
import { cellsOf } from "../../dashboards/grid";
import { allKinds } from "../../dashboards/kinds/all";
import { actionsOf } from "../../dashboards/object-actions";
import { useSize } from "../../dashboards/parts/use-size";
import { type Runtime, RuntimeProvider } from "../../dashboards/runtime";
import { DashboardStore } from "../../dashboards/state/store";
import { useThemeOf } from "../../dashboards/use-theme";
import { useEditor, useEditorState } from "../state/editor-context";
import { useText } from "../use-words";
import { Tile } from "./tile";

export type Preview = "desktop" | "tablet" | "phone";

/** Width of the sheet in px; the desktop's at least, more where there is room. */
const WIDTH: Record<Preview, number> = { desktop: 1160, tablet: 820, phone: 375 };
/** Figures are asked when typing rests. */
const REST_MS = 250;

const nothing = () => undefined;

/** The open sheet as its readers see it, with live figures and no selections, laid under the tiles one edits by. */
export function Stage({
  source,
  preview,
  theme,
}: {
  source: DashboardSource;
  preview: Preview;
  theme?: DashboardTheme;
}) {
  const t = useTranslations("sheetEditor");
  const { grid, store: editing } = useEditor();
  const choose = (ids: readonly string[]) => editing.choose(ids);
  const sheet = useEditorState((_, store) => store.sheet);
  const store = useSheetStore(source);
  const [root, setRoot] = useState<HTMLDivElement | null>(null);
  const [floor, setFloor] = useState<HTMLDivElement | null>(null);
  const [measureRoom, room] = useSize();
  const [measureSheet, drawn] = useSize();
  const inForce = useThemeOf(root, theme);
  const hintId = useId();
  const text = useText();

  const least = WIDTH[preview];
  const width = preview === "desktop" ? Math.max(least, room?.width ?? least) : least;
  const scale = Math.min(1, (room?.width ?? width) / width);
  const snapshot = useSyncExternalStore(store.subscribe, store.snapshot, store.snapshot);
  const variables = useMemo(
    () => brandVariables(snapshot.document?.branding ?? {}) as CSSProperties,
    [snapshot.document?.branding],
  );
  const runtime = useMemo<Runtime>(
    () => ({
      store,
      kinds: allKinds,
      actions: actionsOf(store, nothing),
      floor,
      theme: inForce,
      width: preview === "desktop" ? "wide" : preview === "tablet" ? "medium" : "narrow",
      hide: new Set(["menu"]),
      unselected: nothing,
      patterns: false,
      setPatterns: nothing,
      files: NO_FILES,
      setFinding: nothing,
    }),
    [store, floor, inForce, preview],
  );
  const cells = useMemo(() => cellsOf(sheet?.objects ?? []), [sheet]);
  const measure = useCallback((element: HTMLDivElement | null) => measureSheet(element), [measureSheet]);
  if (!sheet) return null;
  const height = (drawn?.height ?? 640) * scale;

  return (
    <RuntimeProvider value={runtime}>
      <div ref={measureRoom} className="sheet-stage min-w-0">
        <p id={hintId} className="sr-only">
          {t(preview === "desktop" ? "tileHint" : "tileHintList")}
        </p>
        <div className="mx-auto overflow-clip" style={{ width: width * scale, height: height || undefined }}>
          <div
            ref={measure}
            style={{ width, transform: scale < 1 ? `scale(${scale})` : undefined, transformOrigin: "0 0" }}
          >
            <div
              ref={setRoot}
              className="dash ring-1 ring-line-strong"
              data-theme={theme}
              data-width={runtime.width}
              style={variables}
            >
              <div className="dash-body">
                <section
                  ref={grid}
                  aria-label={text(sheet.title)}
                  className="dash-sheet sheet-grid pt-6!"
                  onPointerDown={(event) => {
                    if (event.target === event.currentTarget) choose([]);
                  }}
                  data-guides={preview === "desktop" || undefined}
                >
                  {sheet.objects.map((object) => (
                    <Tile
                      key={`${sheet.sheet} ${object.id}`}
                      object={object}
                      cell={cells.get(object.id)}
                      hasGrid={preview === "desktop"}
                      hintId={hintId}
                    />
                  ))}
                  {sheet.objects.length === 0 ? (
                    <p className="col-span-full row-span-4 place-self-center text-14 text-ink-2">
                      {t("emptySheet")}
                    </p>
                  ) : null}
                </section>
              </div>
              <div ref={setFloor} />
            </div>
          </div>
        </div>
      </div>
    </RuntimeProvider>
  );
}

/** A dashboard's store that shows the draft instead of the document's sheets. */
function useSheetStore(source: DashboardSource): DashboardStore {
  const charts = useTranslations("charts");
  const language = useLocale();
  const draft = useEditorState((s) => s.history.present);
  const open = useEditorState((s) => s.open);
  const isTyping = useEditorState((s) => s.history.gesture?.startsWith("edit ") ?? false);
  const say = useRef<NonNullable<ObjectContext["say"]>>((key, values) =>
    charts(key as Parameters<typeof charts>[0], values),
  );
  const store = useMemo(
    () =>
      new DashboardStore({
        source,
        kinds: allKinds,
        language: language.split("-")[0],
        say: (key, values) => say.current(key, values),
      }),
    [source, language],
  );
  useEffect(() => {
    store.start();
    return () => store.stop();
  }, [store]);
  useEffect(() => {
    const show = () =>
      store.showSheets(
        draft.sheets.map(({ sheet }) => sheet),
        open,
      );
    if (!isTyping) return show();
    const timer = setTimeout(show, REST_MS);
    return () => clearTimeout(timer);
  }, [store, draft, open, isTyping]);
  return store;
}
