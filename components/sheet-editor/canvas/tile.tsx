"use client";

import { type KeyboardEvent, memo, useRef } from "react";
import { useTranslations } from "use-intl";
import type { SheetObject } from "@/server/templates/sheet-schema";
import { type Cell, placeStyle } from "../../dashboards/grid";
import { ObjectFrame } from "../../dashboards/parts/object-frame";
import type { Edges } from "../model/layout";
import { useEditor, useEditorState } from "../state/editor-context";
import type { EditorStore } from "../state/editor-store";
import { useObjectName } from "../use-words";
import { onTileKey, type Run } from "./tile-keys";
import { useDrag } from "./use-drag";

/** One object on the canvas: as readers see it, under a cover that is pressed, dragged and moved by keys. */
export const Tile = memo(function Tile({
  object,
  cell,
  hasGrid,
  hintId,
}: {
  object: SheetObject;
  cell: Cell | undefined;
  hasGrid: boolean;
  hintId: string;
}) {
  const t = useTranslations("sheetEditor");
  const nameOf = useObjectName();
  const { store, actions, showProperties, readOnly } = useEditor();
  const isChosen = useEditorState((s) => s.chosen.includes(object.id));
  const isOnly = useEditorState((s) => s.chosen.length === 1 && s.chosen[0] === object.id);
  const run = useRef<Run | null>(null);
  const cover = useRef<HTMLButtonElement>(null);
  const drag = useDrag(
    (dx, dy, gesture) => actions.move(store.state().chosen, dx, dy, gesture),
    (event) => {
      if (event.shiftKey || event.ctrlKey || event.metaKey) store.toggle(object.id);
      else if (!store.state().chosen.includes(object.id)) store.choose([object.id]);
    },
  );
  const [x, y, w, h] = object.at;

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Escape") {
      if (!drag.cancel()) store.choose([]);
      return;
    }
    if (readOnly) return;
    const at = store.sheet?.objects.findIndex((o) => o.id === object.id) ?? 0;
    const next = onTileKey(event, object.id, run.current, {
      store,
      actions,
      hasGrid,
      toProperties: showProperties,
    });
    if (next === undefined) return;
    run.current = next;
    event.preventDefault();
    event.stopPropagation();
    const copy = event.key.toLowerCase() === "d" ? store.state().chosen[0] : undefined;
    if (copy) requestAnimationFrame(() => focusTile(copy));
    else if (!store.object(object.id)) requestAnimationFrame(() => focusNear(store, at));
    else requestAnimationFrame(() => cover.current?.scrollIntoView({ block: "nearest" }));
  }

  return (
    <div
      className="sheet-tile"
      data-kind={object.kind}
      data-chosen={isChosen || undefined}
      style={placeStyle(object, cell)}
    >
      <div className="sheet-drawn" inert>
        <ObjectFrame
          object={object}
          style={placeStyle(object, cell)}
          lead={cell?.lead ?? false}
          first={cell?.first ?? false}
        />
      </div>
      <button
        ref={cover}
        type="button"
        id={tileId(object.id)}
        className="sheet-cover"
        aria-pressed={isChosen}
        aria-describedby={hintId}
        aria-label={t("tile", {
          name: nameOf(object),
          kind: t(`kinds.${object.kind}`),
          column: x + 1,
          row: y + 1,
          width: w,
          height: h,
        })}
        onPointerDown={drag.onPointerDown}
        onPointerMove={drag.onPointerMove}
        onPointerUp={drag.onPointerUp}
        onPointerCancel={drag.onPointerCancel}
        onClick={(event) => {
          // A press has chosen already; a plain click leaves only this one, and a screen reader's click has no press.
          const plain = !event.shiftKey && !event.ctrlKey && !event.metaKey && !drag.hasMoved();
          if (event.detail === 0 || plain) store.choose([object.id]);
        }}
        onDoubleClick={showProperties}
        onKeyDown={onKeyDown}
        onBlur={() => {
          run.current = null;
        }}
      />
      {isOnly ? (
        <>
          <span className="sheet-flag rounded-1 bg-accent px-1.5 text-12 font-medium text-on-accent">
            {t("flag", { kind: t(`kinds.${object.kind}`), width: w, height: h })}
          </span>
          {hasGrid && !readOnly ? HANDLES.map((h8) => <Handle key={h8.at} id={object.id} {...h8} />) : null}
        </>
      ) : null}
    </div>
  );
});

export const tileId = (id: string) => `sheet-tile-${id}`;

/** Puts the focus on a tile, where there is one. */
export function focusTile(id: string): void {
  document.getElementById(tileId(id))?.focus();
}

/** The focus of an object that is gone goes to the one that took its turn; with none left, to the canvas's own. */
function focusNear(store: EditorStore, at: number): void {
  const objects = store.sheet?.objects ?? [];
  const near = objects[Math.min(at, objects.length - 1)];
  if (near) focusTile(near.id);
  else
    document.querySelector<HTMLElement>("[data-sheet-editor] [role=toolbar] button:not(:disabled)")?.focus();
}

type Sides = Partial<Record<keyof Edges, -1 | 1>>;

const HANDLES: { at: string; left: string; top: string; cursor: string; sides: Sides }[] = [
  { at: "nw", left: "0%", top: "0%", cursor: "nwse-resize", sides: { left: -1, top: -1 } },
  { at: "n", left: "50%", top: "0%", cursor: "ns-resize", sides: { top: -1 } },
  { at: "ne", left: "100%", top: "0%", cursor: "nesw-resize", sides: { right: 1, top: -1 } },
  { at: "e", left: "100%", top: "50%", cursor: "ew-resize", sides: { right: 1 } },
  { at: "se", left: "100%", top: "100%", cursor: "nwse-resize", sides: { right: 1, bottom: 1 } },
  { at: "s", left: "50%", top: "100%", cursor: "ns-resize", sides: { bottom: 1 } },
  { at: "sw", left: "0%", top: "100%", cursor: "nesw-resize", sides: { left: -1, bottom: 1 } },
  { at: "w", left: "0%", top: "50%", cursor: "ew-resize", sides: { left: -1 } },
];

/** One of the eight handles; keys do the same with Shift and an arrow. */
function Handle({ id, left, top, cursor, sides, at }: { id: string } & (typeof HANDLES)[number]) {
  const { actions } = useEditor();
  const {
    cancel: _cancel,
    hasMoved: _hasMoved,
    ...drag
  } = useDrag((dx, dy, gesture) => {
    const edges: Edges = {};
    for (const [side, sign] of Object.entries(sides) as [keyof Edges, -1 | 1][])
      edges[side] = sign * (side === "left" || side === "right" ? dx : dy);
    actions.resize(id, edges, gesture);
  });
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: for pointers only; the tile's keys do the same
    <span
      aria-hidden="true"
      data-handle={at}
      className="sheet-handle"
      style={{ left, top, cursor }}
      onMouseDown={(event) => event.preventDefault()}
      {...drag}
    />
  );
}
