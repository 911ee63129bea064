import type { ObjectActions } from "../charts/port";
import { objectDrill } from "./object-context";
import type { DashboardStore } from "./state/store";

/** What a click inside an object does, as changes of the store; a drill is one step and one request. */
export function actionsOf(store: DashboardStore, announce: (text: string) => void): ObjectActions {
  function drill(objectId: string, to: Parameters<ObjectActions["drill"]>[1]): void {
    const { sheet, selection } = store.snapshot();
    const object = sheet?.objects.find((o) => o.id === objectId);
    const fields = (object && objectDrill(object)?.fields) ?? [];
    const level = selection.present.drill[objectId] ?? 0;
    const here = fields[level];
    if (to === "up") {
      if (level > 0)
        store.select({ type: "drill", object: objectId, level: level - 1, clear: fields[level - 1] });
    } else if (here !== undefined && level < fields.length - 1)
      store.select({
        type: "drill",
        object: objectId,
        level: level + 1,
        select: { field: here, value: to.down },
      });
  }

  return {
    select: (field, values, mode) => store.select({ type: "select", field, values, mode }),
    clear: (field) => store.select({ type: "clear", field }),
    drill,
    announce,
  };
}
