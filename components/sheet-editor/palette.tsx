"use client";

import { type PointerEvent, useMemo, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { SearchInput } from "../patterns/search-input";
import { cellAt } from "./canvas/grid-metrics";
import { focusTile } from "./canvas/tile";
import { FAMILIES, KIND_FACTS, type Kind } from "./model/kind-facts";
import { COLUMNS } from "./model/layout";
import { useEditor } from "./state/editor-context";

const KINDS = Object.keys(KIND_FACTS) as Kind[];

/** Every kind of object, by family: Enter or a click puts one at the first free place, a drag where it is let go. */
export function Palette({ onAdded }: { onAdded?(): void }) {
  const t = useTranslations("sheetEditor");
  const [search, setSearch] = useState("");
  const wanted = search.trim().toLowerCase();
  const found = useMemo(
    () =>
      KINDS.filter((kind) =>
        `${t(`kinds.${kind}`)} ${t(`uses.${kind}`)} ${kind}`.toLowerCase().includes(wanted),
      ),
    [t, wanted],
  );
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] content-start gap-3">
      <SearchInput
        value={search}
        onChange={setSearch}
        label={t("palette.search")}
        placeholder={t("palette.search")}
        className="w-full min-w-0"
      />
      {FAMILIES.map((family) => {
        const kinds = found.filter((kind) => KIND_FACTS[kind].family === family);
        return kinds.length === 0 ? null : (
          <section key={family} aria-label={t(`families.${family}`)}>
            <h3 className="mb-1 text-12 font-medium text-ink-3">{t(`families.${family}`)}</h3>
            <div className="grid grid-cols-[repeat(3,minmax(0,1fr))] gap-1 @max-[60rem]/editor:grid-cols-4">
              {kinds.map((kind) => (
                <KindButton key={kind} kind={kind} onAdded={onAdded} />
              ))}
            </div>
          </section>
        );
      })}
      {found.length === 0 ? <p className="text-13 text-ink-3">{t("palette.nothing", { search })}</p> : null}
    </div>
  );
}

let drops = 0;

function KindButton({ kind, onAdded }: { kind: Kind; onAdded?(): void }) {
  const t = useTranslations("sheetEditor");
  const { store, actions, grid, readOnly } = useEditor();
  const drop = useRef<{ gesture: string; id: string | null; moved: boolean; x: number; y: number } | null>(
    null,
  );

  function onPointerDown(event: PointerEvent<HTMLElement>) {
    // A finger scrolls the list; its tap adds.
    if (event.button !== 0 || event.pointerType === "touch" || readOnly) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    drop.current = { gesture: `drop ${++drops}`, id: null, moved: false, x: event.clientX, y: event.clientY };
  }

  function onPointerMove(event: PointerEvent<HTMLElement>) {
    const now = drop.current;
    if (!now || (!now.moved && Math.hypot(event.clientX - now.x, event.clientY - now.y) < 6)) return;
    now.moved = true;
    const cell = grid.current ? cellAt(grid.current, event.clientX, event.clientY) : null;
    if (!cell) {
      if (now.id) store.cancel();
      now.id = null;
      return;
    }
    const [w, h] = KIND_FACTS[kind].size;
    const x = Math.min(COLUMNS - w, Math.max(0, cell.x - Math.floor(w / 2)));
    now.id = actions.add(kind, [x, Math.max(0, cell.y - 1), w, h], now.gesture);
  }

  function end(cancelled: boolean) {
    const now = drop.current;
    if (!now?.moved) {
      drop.current = null;
      return;
    }
    if (cancelled) store.cancel();
    else if (now.id) {
      store.choose([now.id]);
      store.settle();
      focusLater(now.id);
    }
    // The click that follows a drag adds nothing.
    requestAnimationFrame(() => {
      drop.current = null;
    });
  }

  function onClick() {
    if (drop.current?.moved) return;
    const id = actions.add(kind);
    if (!id) return;
    onAdded?.();
    focusLater(id);
  }

  return (
    <button
      type="button"
      disabled={readOnly}
      title={t(`uses.${kind}`)}
      aria-label={t("palette.add", { kind: t(`kinds.${kind}`) })}
      className="grid min-h-14 justify-items-center gap-0.5 rounded-2 px-0.5 pt-2 pb-1 text-11 text-ink-2 hover:bg-hover hover:text-ink disabled:text-ink-off"
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => end(false)}
      onPointerCancel={() => end(true)}
      onClick={onClick}
    >
      <KindGlyph kind={kind} />
      {t(`kinds.${kind}`)}
    </button>
  );
}

const focusLater = (id: string) =>
  requestAnimationFrame(() => {
    focusTile(id);
    document.activeElement?.scrollIntoView({ block: "nearest" });
  });

export function KindGlyph({ kind }: { kind: Kind }) {
  return (
    <svg
      width="22"
      height="18"
      viewBox="0 0 22 18"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinejoin="round"
      strokeLinecap="round"
      aria-hidden="true"
    >
      <path d={KIND_FACTS[kind].glyph} />
    </svg>
  );
}
