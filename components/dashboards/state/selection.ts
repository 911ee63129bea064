import type { CellValue, Selections } from "@/server/platform/model";

/** Where a reader stands: what is selected, and at which level each drill object is. */
export interface Place {
  selections: Selections;
  drill: Record<string, number>;
}

export interface SelectionState {
  present: Place;
  past: Place[];
  future: Place[];
  /** Fields whose selection nothing changes until they are unlocked. */
  locked: string[];
}

export type SelectionAction =
  | { type: "select"; field: string; values: CellValue[]; mode: "toggle" | "replace" }
  | { type: "set"; selections: Selections }
  /** Some fields as one step; the others keep theirs. */
  | { type: "fields"; selections: Selections }
  | { type: "clear"; field?: string }
  /** Goes to a place that was kept under a name. */
  | { type: "place"; name: string; place: Place; locked: string[] }
  | {
      type: "drill";
      object: string;
      level: number;
      select?: { field: string; value: CellValue };
      clear?: string;
    }
  | { type: "lock"; field: string; on: boolean }
  | { type: "back" }
  | { type: "forward" };

const HISTORY = 100;

export const NOTHING_SELECTED: SelectionState = {
  present: { selections: {}, drill: {} },
  past: [],
  future: [],
  locked: [],
};

/** Starts with a selection that step back does not take away. */
export function startWith(selections: Selections): SelectionState {
  return { ...NOTHING_SELECTED, present: { selections: tidy(selections), drill: {} } };
}

/**
 * The next state. Never mutates; the same object comes back where nothing changes, so a click without effect neither
 * asks nor makes a step of history. Locked fields keep their values through every action.
 */
export function select(state: SelectionState, action: SelectionAction): SelectionState {
  switch (action.type) {
    case "back":
      return step(state, "past", "future");
    case "forward":
      return step(state, "future", "past");
    case "lock":
      return lock(state, action.field, action.on);
    case "place": {
      const next = changed(state, { selections: tidy(action.place.selections), drill: action.place.drill });
      return action.locked.reduce((all, field) => lock(all, field, true), next);
    }
    default:
      return changed(state, apply(state.present, action));
  }
}

/** As if a field that the data don't have had never been selected in. */
export function withoutField(state: SelectionState, field: string): SelectionState {
  const strip = (place: Place) => ({ ...place, selections: withField(place.selections, field, []) });
  const present = strip(state.present);
  const past = state.past.map(strip);
  while (past.length > 0 && samePlace(past[past.length - 1] as Place, present)) past.pop();
  const locked = state.locked.filter((f) => f !== field);
  return { present, past, future: state.future.map(strip), locked };
}

function changed(state: SelectionState, wanted: Place): SelectionState {
  const next = withLocks(state, wanted);
  if (samePlace(next, state.present)) return state;
  return { ...state, present: next, past: [...state.past, state.present].slice(-HISTORY), future: [] };
}

type Change = Exclude<SelectionAction, { type: "back" | "forward" | "lock" | "place" }>;

function apply(place: Place, action: Change): Place {
  const { selections } = place;
  if (action.type === "set") return { ...place, selections: tidy(action.selections) };
  if (action.type === "fields")
    return { ...place, selections: tidy({ ...selections, ...action.selections }) };
  if (action.type === "clear")
    return { ...place, selections: action.field ? withField(selections, action.field, []) : {} };
  if (action.type === "drill") return drilled(place, action);
  const values =
    action.mode === "replace" ? action.values : toggled(selections[action.field] ?? [], action.values);
  return { ...place, selections: withField(selections, action.field, values) };
}

function drilled(place: Place, action: Extract<Change, { type: "drill" }>): Place {
  const { [action.object]: _, ...others } = place.drill;
  const drill = action.level > 0 ? { ...others, [action.object]: action.level } : others;
  let { selections } = place;
  if (action.select) selections = withField(selections, action.select.field, [action.select.value]);
  if (action.clear) selections = withField(selections, action.clear, []);
  return { selections, drill };
}

/** Values in one and not in the other: each given value changes sides. */
function toggled(now: CellValue[], values: CellValue[]): CellValue[] {
  const kept = now.filter((v) => !values.includes(v));
  return [...kept, ...values.filter((v) => !now.includes(v))];
}

function withField(selections: Selections, field: string, values: CellValue[]): Selections {
  const unique = [...new Set(values)];
  if (unique.length > 0) return { ...selections, [field]: unique };
  const { [field]: _, ...rest } = selections;
  return rest;
}

function tidy(selections: Selections): Selections {
  return Object.entries(selections).reduce<Selections>((all, [f, v]) => withField(all, f, v), {});
}

function withLocks({ present, locked }: SelectionState, next: Place): Place {
  let { selections } = next;
  for (const field of locked)
    if (!sameValues(selections[field], present.selections[field]))
      selections = withField(selections, field, present.selections[field] ?? []);
  return selections === next.selections ? next : { ...next, selections };
}

function step(state: SelectionState, from: "past" | "future", to: "past" | "future"): SelectionState {
  const place = state[from].at(-1);
  if (!place) return state;
  const left = state[from].slice(0, -1);
  const present = withLocks(state, place);
  return { ...state, present, [from]: left, [to]: [...state[to], state.present] };
}

function lock(state: SelectionState, field: string, on: boolean): SelectionState {
  const is = state.locked.includes(field);
  if (is === on || (on && !state.present.selections[field])) return state;
  const locked = on ? [...state.locked, field] : state.locked.filter((f) => f !== field);
  return { ...state, locked };
}

function sameValues(a: CellValue[] | undefined, b: CellValue[] | undefined): boolean {
  if (!a || !b) return a === b;
  return a.length === b.length && a.every((v) => b.includes(v));
}

function samePlace(a: Place, b: Place): boolean {
  const fields = new Set([...Object.keys(a.selections), ...Object.keys(b.selections)]);
  const objects = new Set([...Object.keys(a.drill), ...Object.keys(b.drill)]);
  return (
    [...fields].every((f) => sameValues(a.selections[f], b.selections[f])) &&
    [...objects].every((o) => a.drill[o] === b.drill[o])
  );
}
