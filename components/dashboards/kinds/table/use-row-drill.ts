import { type MouseEvent, useRef } from "react";
import type { CellValue } from "@/server/platform/model";
import type { ObjectViewProps } from "../../../charts/port";
import { fieldLabel, objectDrill } from "../../object-context";
import { useRuntime } from "../../runtime";
import { type Plan, tableLocal } from "./plan";
import { leave, type RowDrill } from "./row-name";

/**
 * What each row opens: the level below of the dimension that drills; nothing at the last, and for no value. The first
 * click of a double click selects and brings other rows, so the second one is taken anywhere in the table.
 */
export function useRowDrill(
  { object, context, actions }: Pick<ObjectViewProps, "object" | "context" | "actions">,
  { dimensions }: Plan,
) {
  const { store } = useRuntime();
  const clicked = useRef<RowDrill | null>(null);
  const drill = objectDrill(object);
  const below = drill?.fields[context.drillLevel(object.id) + 1];

  function drillOf(row: readonly CellValue[]): RowDrill | undefined {
    const value = drill ? (row[drill.at] ?? null) : null;
    if (!drill || below === undefined || value === null) return undefined;
    const own: RowDrill = {
      name: dimensions[drill.at]?.text(value) ?? "",
      below: fieldLabel(below, context),
      open() {
        if (tableLocal(object.id, context).page) store.setLocal(object.id, { page: 0 });
        actions.drill(object.id, { down: value });
      },
      clicked() {
        clicked.current = own;
      },
    };
    return own;
  }

  const doubleClick = {
    onClickCapture(event: MouseEvent) {
      if (event.detail < 2) clicked.current = null;
    },
    onDoubleClick(event: MouseEvent<HTMLElement>) {
      const own = clicked.current;
      if (!own) return;
      leave(event.currentTarget);
      own.open();
    },
  };
  return { drillOf, doubleClick };
}
