import type { Asking } from "@/server/builtin/associative/asking";
import type { Catalog, CatalogField } from "@/server/builtin/associative/catalog";
import type { GraphTable } from "@/server/builtin/associative/graph";
import type { Question, ValuesQuestion } from "@/server/platform/model";
import type { CubeRows } from "./cube-rows";
import { type HeldCube, heldCube } from "./cubes";
import type { HeldColumns } from "./held-columns";
import { type FieldStates, isHeldList } from "./lists";
import { fieldNamed } from "./measures";
import { needsOfAll, needsOfCube, needsOfField, type Part } from "./part";
import { pivotAnswer } from "./pivot-rows";
import { cubesOf, type HeldPivot, heldPivot } from "./pivots";
import { isPlainField, isSimple } from "./tables";

/** What the questions of a click share. */
export interface ClickSources {
  catalog: Catalog;
  asking: Asking;
  held: HeldColumns;
  statesOf(field: CatalogField): FieldStates;
  rowsOf(cube: HeldCube): CubeRows;
}

/** A question as the kernel answers it, or null where it goes the way of SQL. */
export function partOf(click: ClickSources, question: Question): Part | null {
  const { catalog, asking } = click;
  if (!isSimple(catalog)) return null;
  if (question.kind === "values") return listPart(click, question);
  try {
    if (question.kind === "pivot") return pivotPart(click, heldPivot(asking, question));
    return question.kind === "cube" ? cubePart(click, heldCube(asking, question)) : null;
  } catch {
    // Not held, or wrong: SQL tells what is wrong with it.
    return null;
  }
}

function listPart({ catalog, held, statesOf }: ClickSources, question: ValuesQuestion): Part | null {
  const field = catalog.field(question.field);
  if (!field || !isPlainField(field) || !isHeldList(question)) return null;
  return {
    failed: false,
    needs: needsOfField(field.name, tablesOf(catalog, field), [field.name]),
    wantGroups: () => void statesOf(field),
    wantTotals: () => undefined,
    answer: () => statesOf(field).list(question, held.values(field.name)),
  };
}

function cubePart({ catalog, asking, held, statesOf, rowsOf }: ClickSources, cube: HeldCube): Part {
  const { dimensions, parts, wantsStates } = cube;
  const fields = dimensions.map((d) => d.field);
  const field = fields[0] === undefined ? null : fieldNamed(catalog, fields[0]);
  let rows: CubeRows | undefined;
  return {
    failed: false,
    needs: needsOfCube(cube),
    sets: parts.flatMap((p) => p.set ?? []),
    wantGroups: () => {
      rows = rowsOf(cube);
      rows.wantGroups();
      if (field && wantsStates) statesOf(field);
    },
    wantTotals: () => rows?.wantTotals(),
    answer: () => {
      if (!rows) throw new Error("The pass was not made.");
      const own = field && asking.selections.some((s) => s.field.name === field.name);
      const state = !own ? "O" : asking.locked.has(field.name) ? "L" : "S";
      const states = field && wantsStates ? statesOf(field) : null;
      return rows.answer(
        fields.map((name) => held.values(name)),
        state,
        states,
      );
    },
  };
}

function pivotPart({ held, rowsOf: made }: ClickSources, pivot: HeldPivot): Part {
  const cubes = cubesOf(pivot);
  const passed = new Map<HeldCube, CubeRows>();
  const rowsOf = (cube: HeldCube) => {
    const rows = passed.get(cube) ?? made(cube);
    passed.set(cube, rows);
    return rows;
  };
  return {
    failed: false,
    needs: needsOfAll(cubes),
    sets: cubes.flatMap((c) => c.parts.flatMap((p) => p.set ?? [])),
    wantGroups: () => {
      for (const cube of cubes) rowsOf(cube).wantGroups();
    },
    wantTotals: () => {
      for (const cube of cubes) rowsOf(cube).wantTotals();
    },
    answer: () =>
      pivotAnswer(pivot, {
        rowsOf,
        valuesOf: (cube) => cube.dimensions.map((d) => held.values(d.field)),
      }),
  };
}

export function tablesOf(catalog: Catalog, field: CatalogField): GraphTable[] {
  return field.columns.map((c) => catalog.table(c.table));
}
