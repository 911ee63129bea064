import { bitsFor } from "./bits";
import { addUp, join } from "./rolled-up";
import type { Accumulator, Filter, Fold, Pass } from "./scan";
import { type Codes, codesFor } from "./tables";

/** A column of codes and how many different ones there are, NULL's among them. */
export interface CodeColumn {
  field: string;
  codes: Codes;
  codeCount: number;
}

/** Several columns of a table as one: each row's codes put together. */
export interface Joint {
  /** The same for the same columns; no field has such a name. */
  name: string;
  codes: Codes;
  /** How many different codes there may be. */
  codeCount: number;
  /** By field: its code beside each joint one. */
  members: ReadonlyMap<string, Uint32Array>;
  bytes: number;
}

/** So few that all that is gathered by them stays in the processor's nearest cache. */
const MOST_CODES = 2_048;
/** A table must have so many rows for each of them to be worth it. */
const ROWS_PER_CODE = 16;

/** The columns of few values that are worth joining; none, or at least two. */
export function worthJoining(
  columns: readonly CodeColumn[],
  rows: number,
  rowsPerCode = ROWS_PER_CODE,
): CodeColumn[] {
  if (rows === 0) return [];
  const chosen: CodeColumn[] = [];
  let codes = 1;
  const byCount = [...columns].sort((a, b) => a.codeCount - b.codeCount || (a.field < b.field ? -1 : 1));
  for (const column of byCount) {
    codes *= column.codeCount;
    if (codes > Math.min(MOST_CODES, rows / rowsPerCode)) break;
    chosen.push(column);
  }
  return chosen.length > 1 ? chosen : [];
}

export function jointOf(columns: readonly CodeColumn[], rows: number): Joint {
  const codeCount = columns.reduce((product, c) => product * c.codeCount, 1);
  const codes = codesFor(rows, codeCount - 1);
  const members = new Map<string, Uint32Array>();
  let step = 1;
  for (const column of columns) {
    addCodes(codes, column.codes, step);
    const own = new Uint32Array(codeCount);
    for (let code = 0; code < codeCount; code++) own[code] = Math.floor(code / step) % column.codeCount;
    members.set(column.field, own);
    step *= column.codeCount;
  }
  const name = `\0joint ${JSON.stringify(columns.map((c) => c.field))}`;
  return { name, codes, codeCount, members, bytes: codes.byteLength };
}

function addCodes(into: Codes, codes: Codes, step: number): void {
  for (let row = 0; row < into.length; row++) into[row] = (into[row] ?? 0) + (codes[row] ?? 0) * step;
}

/** The same pass with the joint column in place of its members. `spread` gives the members what was gathered. */
export function joined(pass: Pass, joint: Joint): { pass: Pass; spread(): void } {
  const isMember = ({ field }: { field: string | null }) => field !== null && joint.members.has(field);
  const filters = pass.filters.filter((f) => !isMember(f));
  const joinedFilters = pass.filters.filter(isMember);
  if (joinedFilters.length > 0) filters.push(filterOf(joinedFilters, joint, pass.all));
  const accumulators = pass.accumulators.filter((a) => !isMember(a));
  const members = pass.accumulators.filter(isMember);
  const together = [...new Set(members.map((a) => a.variant))].map((variant) => {
    const own = members.filter((a) => a.variant === variant);
    return { own, joint: accumulatorOf(own, variant, joint) };
  });
  return {
    pass: { ...pass, filters, accumulators: [...together.map((t) => t.joint), ...accumulators] },
    spread: () => {
      for (const { own, joint: from } of together)
        for (const to of own) spread(from, to, membersOf(joint, to.field));
    },
  };
}

function membersOf({ members }: Joint, field: string | null): Uint32Array {
  return members.get(field ?? "") ?? new Uint32Array();
}

function filterOf(filters: readonly Filter[], joint: Joint, all: number): Filter {
  const pass = bitsFor(all, joint.codeCount).fill(all);
  for (const filter of filters) {
    const own = membersOf(joint, filter.field);
    for (let code = 0; code < pass.length; code++)
      pass[code] = (pass[code] ?? 0) & (filter.pass[own[code] ?? 0] ?? 0);
  }
  return { field: joint.name, codes: joint.codes, pass };
}

function accumulatorOf(members: readonly Accumulator[], variant: number, joint: Joint): Accumulator {
  const counts = new Uint32Array(joint.codeCount);
  const folds = new Map<string, Fold>();
  for (const { name, numbers, sums, least, most } of members.flatMap((m) => m.folds)) {
    const known = folds.get(name);
    const fold = known ?? {
      name,
      numbers,
      counts: numbers.hasNulls ? new Uint32Array(joint.codeCount) : counts,
      sums: null,
      least: null,
      most: null,
    };
    folds.set(name, fold);
    const figures = () => new Float64Array(joint.codeCount);
    if (sums) fold.sums ??= figures();
    if (least) fold.least ??= figures().fill(Number.POSITIVE_INFINITY);
    if (most) fold.most ??= figures().fill(Number.NEGATIVE_INFINITY);
  }
  return { field: joint.name, codes: joint.codes, variant, counts, folds: [...folds.values()] };
}

function spread(from: Accumulator, to: Accumulator, codeOf: Uint32Array): void {
  addUp(from.counts, codeOf, to.counts);
  for (const fold of to.folds) {
    const source = from.folds.find((f) => f.name === fold.name);
    if (!source) continue;
    if (fold.counts !== to.counts) addUp(source.counts, codeOf, fold.counts);
    if (fold.sums && source.sums) addUp(source.sums, codeOf, fold.sums);
    if (fold.least && source.least) join(source.least, codeOf, fold.least, Math.min);
    if (fold.most && source.most) join(source.most, codeOf, fold.most, Math.max);
  }
}
