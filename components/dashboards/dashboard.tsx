"use client";

import {
  type CSSProperties,
  type KeyboardEvent,
  useCallback,
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { useTranslations } from "use-intl";
import { MissingNotice } from "./bookmarks/missing-notice";
import { RefusedNotice } from "./bookmarks/refused-notice";
import { FileNotice } from "./files/file-notice";
import { useFiles } from "./files/use-files";
import { handleOf } from "./handle";
import { allKinds } from "./kinds/all";
import { later } from "./late/later";
import { PartFailed } from "./late/part-failed";
import { actionsOf } from "./object-actions";
import { Announcer } from "./parts/announcer";
import { PhoneFilters } from "./parts/phone-filters";
import { SelectionsBar } from "./parts/selections-bar";
import { SheetTabs } from "./parts/sheet-tabs";
import { SheetView } from "./parts/sheet-view";
import { useSize } from "./parts/use-size";
import { FailureNotice, OpeningState } from "./parts/whole-states";
import { lateSay, makeStore } from "./prepared";
import { type Runtime, RuntimeProvider } from "./runtime";
import type { DashboardPart, DashboardProps, DashboardTheme } from "./source";
import type { DashboardStore } from "./state/store";
import { useHost } from "./use-host";
import { useThemeOf } from "./use-theme";
import { useUnselected } from "./use-unselected";

/** The dashboard of one app: its sheets, selections and figures. Another source starts it anew. */
export function Dashboard(props: DashboardProps) {
  const { source, language } = props;
  const t = useTranslations("charts");
  const prepared = props.prepared?.source === source ? props.prepared : null;
  const [words] = useState(() => prepared?.words ?? lateSay());
  words.speak((key, values) => t(key as Parameters<typeof t>[0], values));
  const [store, setStore] = useState(() => prepared?.store ?? makeStore(props, words));
  const [made, setMade] = useState({ source, language });
  if (made.source !== source || made.language !== language) {
    setMade({ source, language });
    setStore(makeStore(props, words));
  }
  return <Mounted {...props} store={store} />;
}

/** As long as no shapes of charts would be seen anyway, none are drawn: mostly the figures are there by then. */
const BEFORE_SHAPES_MS = 150;

/** True a while after something began. */
function useLate(begun: boolean, ms: number): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!begun) return;
    const timer = setTimeout(() => setLate(true), ms);
    return () => clearTimeout(timer);
  }, [begun, ms]);
  return late;
}

/** Not needed before somebody looks for something. */
const FindDialog = later<{ onClose(): void }>(async () => (await import("./find/find-dialog")).FindDialog, {
  failed: (props) => <PartFailed floats {...props} />,
});

const widthOf = (px: number): Runtime["width"] => (px >= 1100 ? "wide" : px >= 640 ? "medium" : "narrow");

function Mounted(props: DashboardProps & { store: DashboardStore }) {
  const { store, source, hide = [] } = props;
  const snapshot = useSyncExternalStore(store.subscribe, store.snapshot, store.snapshot);
  const [root, setRoot] = useState<HTMLDivElement | null>(null);
  const [floor, setFloor] = useState<HTMLDivElement | null>(null);
  const [measure, size] = useSize();
  const [said, setSaid] = useState("");
  const [ownTheme, setTheme] = useState<DashboardTheme | undefined>();
  const chosen = ownTheme ?? props.theme;
  const theme = useThemeOf(root, chosen);
  const unselected = useUnselected(store, snapshot);
  const [patterns, setPatterns] = useState(false);
  const [finding, setFinding] = useState(false);
  const files = useFiles(store, props, patterns);
  const width = widthOf(size?.width ?? 1280);
  const late = useLate(snapshot.live !== null, BEFORE_SHAPES_MS);

  useEffect(() => {
    if (!store.begun) store.start();
    return () => store.stop();
  }, [store]);
  useHost(store, snapshot, props);
  useImperativeHandle(props.ref, () => handleOf(store, allKinds, setTheme, files), [store, files]);

  const announce = useRef(setSaid).current;
  const actions = useMemo(() => actionsOf(store, announce), [store, announce]);
  const hidden = hide.join();
  const runtime = useMemo<Runtime>(
    () => ({
      store,
      bookmarks: source.bookmarks,
      kinds: allKinds,
      actions,
      floor,
      theme,
      width,
      hide: new Set(hidden.split(",") as DashboardPart[]),
      unselected,
      patterns,
      setPatterns,
      files,
      setFinding,
    }),
    [store, source.bookmarks, actions, floor, theme, width, hidden, unselected, patterns, files],
  );
  const bodyRef = useCallback((element: HTMLDivElement | null) => measure(element), [measure]);
  const variables = snapshot.document?.look as CSSProperties | undefined;

  return (
    <RuntimeProvider value={runtime}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: shortcuts of the whole dashboard; each has a button too */}
      <div
        ref={setRoot}
        className="dash"
        data-theme={chosen}
        data-width={width}
        data-patterns={patterns || undefined}
        style={variables}
        onKeyDown={(event) => onShortcut(event, store, () => setFinding(true))}
      >
        <div ref={bodyRef} className="dash-body">
          {snapshot.live && (snapshot.shown || snapshot.failure || late) ? (
            <>
              {runtime.hide.has("tabs") ? null : <SheetTabs />}
              {runtime.hide.has("selections") ? null : <SelectionsBar />}
              <FailureNotice />
              <FileNotice files={files} />
              <RefusedNotice />
              <MissingNotice />
              <SheetView />
              {runtime.hide.has("filters") ? null : <PhoneFilters />}
            </>
          ) : (
            <OpeningState />
          )}
        </div>
        <Announcer said={said} />
        {finding ? <FindDialog onClose={() => setFinding(false)} /> : null}
        <div ref={setFloor} />
      </div>
    </RuntimeProvider>
  );
}

/** Where a slash is a slash. */
const TYPING = "input, textarea, select, [contenteditable], [role=dialog]";

/** Alt with an arrow steps through the selections, as the buttons of the bar do; a slash looks for a value. */
function onShortcut(event: KeyboardEvent, store: DashboardStore, find: () => void): void {
  if (event.key === "/" && !event.ctrlKey && !event.metaKey) {
    if (event.target instanceof Element && event.target.closest(TYPING)) return;
    event.preventDefault();
    find();
    return;
  }
  if (!event.altKey || (event.key !== "ArrowLeft" && event.key !== "ArrowRight")) return;
  event.preventDefault();
  store.select({ type: event.key === "ArrowLeft" ? "back" : "forward" });
}
