"use client";

import "@xyflow/react/dist/base.css";
import {
  Background,
  type Edge,
  Handle,
  type Node,
  type NodeProps,
  Panel,
  Position,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
} from "@xyflow/react";
import { Maximize, Minus, Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useCallback, useMemo } from "react";
import { Button } from "../ui/button";
import "./model.css";
import { type Direction, heightOf, layout, NODE_WIDTH, neighbour } from "./layout";
import { type Chosen, TableBox } from "./table-box";
import type { ViewModel, ViewTable } from "./view-model";

interface BoxData extends Record<string, unknown> {
  table: ViewTable;
  chosen: Chosen | null;
  onChoose: (chosen: Chosen) => void;
}
type BoxNode = Node<BoxData, "table">;

const ARROWS: Partial<Record<string, Direction>> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};
const SIDES = [
  ["l", Position.Left],
  ["r", Position.Right],
] as const;
const MOVE_MS = 280;

function TableNode({ data }: NodeProps<BoxNode>) {
  return (
    <>
      {SIDES.flatMap(([id, position]) =>
        (["source", "target"] as const).map((type) => (
          <Handle
            key={`${type}${id}`}
            id={id}
            type={type}
            position={position}
            isConnectable={false}
            style={{ top: 22 }}
          />
        )),
      )}
      <TableBox table={data.table} chosen={data.chosen} onChoose={data.onChoose} />
    </>
  );
}

const nodeTypes = { table: TableNode };

function calm(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

function Zoom() {
  const t = useTranslations("model.drawing");
  const { zoomIn, zoomOut, fitView } = useReactFlow();
  const duration = () => (calm() ? 0 : MOVE_MS);
  const buttons = [
    [t("zoomIn"), <Plus key="i" />, () => zoomIn({ duration: duration() })],
    [t("zoomOut"), <Minus key="o" />, () => zoomOut({ duration: duration() })],
    [t("fit"), <Maximize key="f" />, () => fitView({ duration: duration(), padding: 0.08 })],
  ] as const;
  return (
    <Panel position="top-right" className="flex gap-1">
      {buttons.map(([label, icon, act]) => (
        <Button key={label} size="s" square aria-label={label} title={label} onClick={() => void act()}>
          {icon}
        </Button>
      ))}
    </Panel>
  );
}

interface GraphProps {
  view: ViewModel;
  chosen: Chosen | null;
  onChoose: (chosen: Chosen) => void;
  label: string;
}

function Drawing({ view, chosen, onChoose, label }: GraphProps) {
  const t = useTranslations("model.drawing");
  const flow = useReactFlow();
  const places = useMemo(() => layout(view), [view]);
  const nodes = useMemo(
    () =>
      view.tables.map(
        (table): BoxNode => ({
          id: table.name,
          type: "table",
          position: places.get(table.name) ?? { x: 0, y: 0 },
          width: NODE_WIDTH,
          height: heightOf(table),
          data: { table, chosen: chosen?.table === table.name ? chosen : null, onChoose },
        }),
      ),
    [view, places, chosen, onChoose],
  );
  const edges = useMemo(
    () =>
      view.links.map((link): Edge => {
        const leftFirst = (places.get(link.from)?.x ?? 0) <= (places.get(link.to)?.x ?? 0);
        const touched = chosen !== null && [link.from, link.to].includes(chosen.table);
        const lit = touched && (!chosen.field || link.fields.includes(chosen.field));
        return {
          id: link.id,
          source: link.from,
          target: link.to,
          sourceHandle: leftFirst ? "r" : "l",
          targetHandle: leftFirst ? "l" : "r",
          label: link.fields.join(", "),
          className: [link.loosened ? "model-loose" : "", lit ? "model-lit" : ""].join(" "),
          zIndex: lit ? 1 : 0,
        };
      }),
    [view, places, chosen],
  );

  const reveal = useCallback(
    (name: string) => {
      const table = view.tables.find((one) => one.name === name);
      const at = places.get(name);
      if (!table || !at) return;
      const middle = { x: at.x + NODE_WIDTH / 2, y: at.y + heightOf(table) / 2 };
      void flow.setCenter(middle.x, middle.y, { zoom: flow.getZoom(), duration: calm() ? 0 : MOVE_MS });
    },
    [flow, places, view],
  );
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const direction = ARROWS[event.key];
    const from = event.target instanceof HTMLElement ? event.target.dataset.table : undefined;
    if (!direction || from === undefined) return;
    event.preventDefault();
    const next = neighbour(places, from, direction);
    const buttons = event.currentTarget.querySelectorAll<HTMLElement>("[data-table]");
    const target = [...buttons].find((button) => button.dataset.table === next);
    if (!target || next === undefined) return;
    target.focus({ preventScroll: true });
  };
  return (
    <section
      aria-label={label}
      className="h-[clamp(22rem,62vh,40rem)] overflow-hidden rounded-3 border border-line-strong bg-canvas"
      onKeyDown={onKeyDown}
      onFocus={(event) => {
        const { target } = event;
        if (target.dataset.table !== undefined && target.matches(":focus-visible"))
          reveal(target.dataset.table);
      }}
    >
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        fitView
        fitViewOptions={{ padding: 0.08, maxZoom: 1 }}
        minZoom={0.15}
        maxZoom={1.6}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        disableKeyboardA11y
        zoomOnScroll={false}
        zoomOnDoubleClick={false}
        preventScrolling={false}
        aria-label={t("canvas")}
      >
        <Background gap={20} size={1} />
        <Zoom />
      </ReactFlow>
    </section>
  );
}

/** The tables and their links on a canvas that pans and zooms. Loaded only where it is looked at. */
export default function ModelGraph(props: GraphProps) {
  return (
    <ReactFlowProvider>
      <Drawing {...props} />
    </ReactFlowProvider>
  );
}
