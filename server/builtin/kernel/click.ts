import type { DuckDBConnection } from "@duckdb/node-api";
import type { Asking, PlannedQuestion } from "@/server/builtin/associative/asking";
import type { Catalog, CatalogField } from "@/server/builtin/associative/catalog";
import type { BatchAnswer, Question } from "@/server/platform/model";
import { Breath } from "./breath";
import { ClickColumns } from "./click-columns";
import { type ClickSources, partOf, tablesOf } from "./click-parts";
import { CubeRows } from "./cube-rows";
import type { HeldCube } from "./cubes";
import { Gatherer } from "./gather";
import { HeldColumns } from "./held-columns";
import { FieldStates } from "./lists";
import { needsOfField, type Part } from "./part";
import { Reducer } from "./reduce";
import type { KernelStore } from "./store";
import { isPlainField, isSimple, NotHeld } from "./tables";
import type { SelectedCodes, Variants } from "./variants";

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
  private readonly sources: ClickSources;

  constructor(
    private readonly store: KernelStore,
    db: DuckDBConnection,
    private readonly asking: Asking,
    private readonly signal?: AbortSignal,
  ) {
    this.catalog = store.catalog;
    this.held = new HeldColumns(store, db, signal);
    this.sources = {
      catalog: this.catalog,
      asking,
      held: this.held,
      statesOf: (field) => this.statesOf(field),
      rowsOf: (cube) => this.rowsOf(cube),
    };
  }

  /** The question's plan, or null where it goes the way of SQL. @param bySql used where loading turns out not to do */
  plan(question: Question, bySql: () => PlannedQuestion): PlannedQuestion | null {
    const part = partOf(this.sources, question);
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
      needs: needsOfField(field.name, tablesOf(this.catalog, field)),
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

  private rowsOf(cube: HeldCube): CubeRows {
    return new CubeRows(cube, {
      catalog: this.catalog,
      variants: this.variantsOf(),
      gatherer: this.gatherer,
      codesOf: (name) => this.held.codes(name),
      rollupOf: (from, route, name) => this.held.rollupOf(from, route, name),
      crossOf: (from, crossed) => this.held.crossOf(from, crossed),
      occurringOf: (from, crossed) => this.held.occurringOf(from, crossed).codes,
      viewOf: (from, finest, dimensions) => this.held.viewOf(from, finest, dimensions),
      alikeOf: (table) => this.held.alikeOf(table),
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
      const columns = new ClickColumns(this.catalog, this.held, this.asking.selections, this.parts);
      if (!this.store.hasRoomFor(columns.needs())) return false;
      const { selected, variants } = await columns.loadSelections();
      this.selected = selected;
      this.variants = variants;
      for (const part of this.parts) await columns.loadPart(part);
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
}
