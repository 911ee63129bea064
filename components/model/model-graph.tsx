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
  useStore,
} from "@xyflow/react";
import { Maximize, Minus, Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef } from "react";
import { Button } from "../ui/button";
import "./model.css";
import { type Direction, heightOf, layout, mostFields, NODE_WIDTH, neighbour } from "./layout";
import { type Chosen, TableBox } from "./table-box";
import type { ViewModel, ViewTable } from "./view-model";

interface BoxData extends Record<string, unknown> {
  table: ViewTable;
  most: number;
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
/** Room for the buttons above. */
const FIT = { padding: { top: "56px", bottom: "24px", x: "24px" }, maxZoom: 1 } as const;

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
      <TableBox table={data.table} most={data.most} chosen={data.chosen} onChoose={data.onChoose} />
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
    [t("fit"), <Maximize key="f" />, () => fitView({ ...FIT, duration: duration() })],
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
  const most = mostFields(view);
  const places = useMemo(() => layout(view), [view]);
  const nodes = useMemo(
    () =>
      view.tables.map(
        (table): BoxNode => ({
          id: table.name,
          type: "table",
          position: places.get(table.name) ?? { x: 0, y: 0 },
          width: NODE_WIDTH,
          height: heightOf(table, most),
          data: { table, most, chosen: chosen?.table === table.name ? chosen : null, onChoose },
        }),
      ),
    [view, most, places, chosen, onChoose],
  );
  const edges = useMemo(
    () =>
      view.links.map((link): Edge => {
        const ahead = (places.get(link.to)?.x ?? 0) - (places.get(link.from)?.x ?? 0);
        // Tables above each other are joined by a bow on their right.
        const above = Math.abs(ahead) < NODE_WIDTH;
        const touched = chosen !== null && [link.from, link.to].includes(chosen.table);
        const lit = touched && (!chosen.field || link.fields.includes(chosen.field));
        return {
          id: link.id,
          source: link.from,
          target: link.to,
          ...(above ? { type: "smoothstep" } : {}),
          sourceHandle: above || ahead > 0 ? "r" : "l",
          targetHandle: above || ahead < 0 ? "r" : "l",
          label: link.fields.join(", "),
          className: [link.loosened ? "model-loose" : "", lit ? "model-lit" : ""].join(" "),
          zIndex: lit ? 1 : 0,
        };
      }),
    [view, places, chosen],
  );

  // Room that comes or goes shows all tables again, unless the reader has moved the drawing.
  const width = useStore((state) => state.width);
  const moved = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the width is what changed
  useEffect(() => {
    if (!moved.current) void flow.fitView({ ...FIT, duration: calm() ? 0 : MOVE_MS });
  }, [width, flow]);

  const reveal = useCallback(
    (name: string) => {
      const table = view.tables.find((one) => one.name === name);
      const at = places.get(name);
      if (!table || !at) return;
      const middle = { x: at.x + NODE_WIDTH / 2, y: at.y + heightOf(table, most) / 2 };
      void flow.setCenter(middle.x, middle.y, { zoom: flow.getZoom(), duration: calm() ? 0 : MOVE_MS });
    },
    [flow, most, places, view],
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
        fitViewOptions={FIT}
        minZoom={0.1}
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
        onMove={(event) => {
          if (event) moved.current = true;
        }}
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
