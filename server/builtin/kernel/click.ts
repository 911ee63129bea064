import type { DuckDBConnection } from "@duckdb/node-api";
import type { Asking, PlannedQuestion } from "@/server/builtin/associative/asking";
import type { Catalog, CatalogField } from "@/server/builtin/associative/catalog";
import type { GraphTable } from "@/server/builtin/associative/graph";
import type { Selection } from "@/server/builtin/associative/selections";
import type { BatchAnswer, Question, ValuesQuestion } from "@/server/platform/model";
import { Breath } from "./breath";
import { CubeRows } from "./cube-rows";
import { type HeldCube, heldCube } from "./cubes";
import { Gatherer } from "./gather";
import { HeldColumns } from "./held-columns";
import { FieldStates, isHeldList } from "./lists";
import { fieldNamed } from "./measures";
import { needsOfAll, needsOfCube, needsOfField, type Part } from "./part";
import { pivotAnswer } from "./pivot-rows";
import { cubesOf, type HeldPivot, heldPivot } from "./pivots";
import { Reducer } from "./reduce";
import { selectedCodes } from "./selected";
import type { KernelStore } from "./store";
import { isPlainField, isSimple, linkField, NotHeld } from "./tables";
import { type SelectedCodes, Variants } from "./variants";

type Counts = BatchAnswer["fields"][string];

/**
 * The questions of one click that code tables can answer, in one pass. Questions are planned first; what they need is
 * loaded and the pass made when the first answer is asked for. Whatever is unusual is left to SQL.
 */
export class KernelClick {
  private readonly catalog: Catalog;
  private readonly parts: Part[] = [];
  private readonly held: HeldColumns;
  private readonly states = new Map<string, FieldStates>();
  private readonly gatherer = new Gatherer();
  private selected: SelectedCodes[] = [];
  private variants: Variants | undefined;
  private made: Promise<boolean> | undefined;

  constructor(
    private readonly store: KernelStore,
    db: DuckDBConnection,
    private readonly asking: Asking,
    private readonly signal?: AbortSignal,
  ) {
    this.catalog = store.catalog;
    this.held = new HeldColumns(store, db, signal);
  }

  /** The question's plan, or null where it goes the way of SQL. @param bySql used where loading turns out not to do */
  plan(question: Question, bySql: () => PlannedQuestion): PlannedQuestion | null {
    const part = this.part(question);
    if (!part) return null;
    this.parts.push(part);
    return {
      answer: async () => {
        if (!(await this.ready()) || part.failed) return bySql().answer();
        try {
          const answer = part.answer();
          this.store.answered++;
          return answer;
        } catch (error) {
          if (error instanceof NotHeld) return bySql().answer();
          throw error;
        }
      },
    };
  }

  /** State counts of a field with a selection; null where SQL has to tell. */
  planCounts(field: CatalogField): (() => Promise<Counts | null>) | null {
    if (!isSimple(this.catalog) || !isPlainField(field)) return null;
    const part: Part = {
      failed: false,
      needs: needsOfField(field.name, this.tablesOf(field)),
      wantGroups: () => void this.statesOf(field),
      wantTotals: () => undefined,
      answer: () => {
        throw new Error("Counts are no answer.");
      },
    };
    this.parts.push(part);
    return async () => {
      if (!(await this.ready()) || part.failed) return null;
      const states = this.statesOf(field);
      return { counts: states.counts(), distinct: states.distinct };
    };
  }

  private part(question: Question): Part | null {
    if (!isSimple(this.catalog)) return null;
    if (question.kind === "values") return this.listPart(question);
    try {
      if (question.kind === "pivot") return this.pivotPart(heldPivot(this.asking, question));
      return question.kind === "cube" ? this.cubePart(heldCube(this.asking, question)) : null;
    } catch {
      // Not held, or wrong: SQL tells what is wrong with it.
      return null;
    }
  }

  private listPart(question: ValuesQuestion): Part | null {
    const field = this.catalog.field(question.field);
    if (!field || !isPlainField(field) || !isHeldList(question)) return null;
    return {
      failed: false,
      needs: needsOfField(field.name, this.tablesOf(field), [field.name]),
      wantGroups: () => void this.statesOf(field),
      wantTotals: () => undefined,
      answer: () => this.statesOf(field).list(question, this.held.values(field.name)),
    };
  }

  private cubePart(cube: HeldCube): Part {
    const { dimensions, parts, wantsStates } = cube;
    const fields = dimensions.map((d) => d.field);
    const field = fields[0] === undefined ? null : fieldNamed(this.catalog, fields[0]);
    let rows: CubeRows | undefined;
    return {
      failed: false,
      needs: needsOfCube(cube),
      sets: parts.flatMap((p) => p.set ?? []),
      wantGroups: () => {
        rows = this.rowsOf(cube);
        rows.wantGroups();
        if (field && wantsStates) this.statesOf(field);
      },
      wantTotals: () => rows?.wantTotals(),
      answer: () => {
        if (!rows) throw new Error("The pass was not made.");
        const own = field && this.selected.some((s) => s.field === field.name);
        const state = !own ? "O" : this.asking.locked.has(field.name) ? "L" : "S";
        const states = field && wantsStates ? this.statesOf(field) : null;
        return rows.answer(
          fields.map((name) => this.held.values(name)),
          state,
          states,
        );
      },
    };
  }

  private pivotPart(pivot: HeldPivot): Part {
    const cubes = cubesOf(pivot);
    const passed = new Map<HeldCube, CubeRows>();
    const rowsOf = (cube: HeldCube) => {
      const rows = passed.get(cube) ?? this.rowsOf(cube);
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
          valuesOf: (cube) => cube.dimensions.map((d) => this.held.values(d.field)),
        }),
    };
  }

  private rowsOf(cube: HeldCube): CubeRows {
    return new CubeRows(cube, {
      catalog: this.catalog,
      variants: this.variantsOf(),
      gatherer: this.gatherer,
      codesOf: (name) => this.held.codes(name),
      rollupOf: (from, route, name) => this.held.rollupOf(from, route, name),
      crossOf: (from, crossed) => this.held.crossOf(from, crossed),
      numbersOf: (p) => this.held.numbersOf(p),
    });
  }

  private ready(): Promise<boolean> {
    this.made ??= this.make();
    return this.made;
  }

  /** Loads and passes over the rows; false where the whole click goes the way of SQL. */
  private async make(): Promise<boolean> {
    try {
      if (!this.store.hasRoomFor(this.needsOfAll())) return false;
      await this.loadSelections();
      for (const part of this.parts) await this.loadPart(part);
    } catch {
      this.signal?.throwIfAborted();
      // Not held; or DuckDB failed, which shows itself again on the way of SQL, with a message of its own.
      return false;
    }
    const parts = this.parts.filter((p) => !p.failed);
    for (const part of parts) part.wantGroups();
    for (const part of parts) part.wantTotals();
    await this.pass(parts);
    return true;
  }

  private needsOfAll() {
    const selected = this.allSelections().map((s) => s.field.name);
    const all = this.parts.flatMap((p) => p.needs.formulas);
    const formulas = new Map(all.map((f) => [JSON.stringify([f.table.name, f.formula.key]), f]));
    return {
      codes: [...selected, ...this.linkFields(), ...this.parts.flatMap((p) => p.needs.codes)],
      values: [...selected, ...this.parts.flatMap((p) => p.needs.values)],
      numbers: this.parts.flatMap((p) => p.needs.numbers),
      derived: [
        ...[...formulas.values()].map((f) => f.table.name),
        ...this.parts.flatMap((p) => p.needs.crossed),
      ],
    };
  }

  /** Fields that tables meet by, wherever something is selected in tables connected to them. */
  private linkFields(): string[] {
    const selectedIn = new Set(
      this.allSelections()
        .flatMap((s) => this.tablesOf(s.field))
        .map((t) => t.component),
    );
    return this.catalog.graph.links.flatMap(({ members }, link) =>
      members.some((m) => selectedIn.has(this.catalog.table(m).component))
        ? [linkField(this.catalog, link)]
        : [],
    );
  }

  /** Those of the click, and those of sets. */
  private allSelections(): Selection[] {
    return [
      ...this.asking.selections,
      ...this.parts.flatMap((p) => p.sets ?? []).flatMap((s) => s.selections),
    ];
  }

  private async loadSelections(): Promise<void> {
    this.selected = await this.selectedOf(this.asking.selections);
    const sets = new Map<string, SelectedCodes[]>();
    for (const { key, selections } of this.parts.flatMap((p) => p.sets ?? []))
      if (!sets.has(key)) sets.set(key, await this.selectedOf(selections));
    for (const field of this.linkFields()) await this.held.loadCodes(field);
    this.variants = new Variants(this.catalog, this.selected, sets);
  }

  private async selectedOf(selections: readonly Selection[]): Promise<SelectedCodes[]> {
    const selected: SelectedCodes[] = [];
    for (const selection of selections) {
      const { field } = selection;
      selected.push(selectedCodes(selection, await this.held.loadValues(field.name)));
      await this.held.loadCodes(field.name);
    }
    return selected;
  }

  private async loadPart(part: Part): Promise<void> {
    try {
      for (const name of part.needs.codes) await this.held.loadCodes(name);
      for (const name of part.needs.values) await this.held.loadValues(name);
      for (const name of part.needs.numbers) await this.held.loadNumbers(name);
      for (const { formula, table } of part.needs.formulas) await this.held.loadFormula(formula, table.name);
    } catch (error) {
      if (!(error instanceof NotHeld)) throw error;
      part.failed = true;
    }
  }

  private async pass(parts: readonly Part[]): Promise<void> {
    const asked = new Set(parts.flatMap((p) => p.needs.tables.map((t) => t.component)));
    const reducer = new Reducer(
      this.catalog,
      this.variantsOf(),
      (f) => this.held.codes(f),
      this.gatherer.wanted,
      this.store,
      new Breath(this.signal),
    );
    for (const component of asked)
      await reducer.run(this.catalog.graph.tables.filter((t) => t.component === component && !t.combines));
  }

  private variantsOf(): Variants {
    if (!this.variants) throw new NotHeld("Selections are not read.");
    return this.variants;
  }

  private statesOf(field: CatalogField): FieldStates {
    const known = this.states.get(field.name);
    if (known) return known;
    const own = this.selected.find((s) => s.field === field.name);
    const states = new FieldStates(
      field,
      this.held.codes(field.name),
      own,
      this.asking.locked.has(field.name),
      {
        catalog: this.catalog,
        variants: this.variantsOf(),
        gatherer: this.gatherer,
      },
    );
    this.states.set(field.name, states);
    return states;
  }

  private tablesOf(field: CatalogField): GraphTable[] {
    return field.columns.map((c) => this.catalog.table(c.table));
  }
}
