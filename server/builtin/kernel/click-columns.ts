import type { Catalog } from "@/server/builtin/associative/catalog";
import type { Selection } from "@/server/builtin/associative/selections";
import { tablesOf } from "./click-parts";
import type { HeldColumns } from "./held-columns";
import type { Part } from "./part";
import { selectedCodes } from "./selected";
import { linkField, NotHeld } from "./tables";
import { type SelectedCodes, Variants } from "./variants";

/** What all questions of a click need loaded. */
export class ClickColumns {
  constructor(
    private readonly catalog: Catalog,
    private readonly held: HeldColumns,
    /** Those of the click. */
    private readonly selections: readonly Selection[],
    private readonly parts: readonly Part[],
  ) {}

  /** Of all questions and selections together. */
  needs() {
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
        .flatMap((s) => tablesOf(this.catalog, s.field))
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
    return [...this.selections, ...this.parts.flatMap((p) => p.sets ?? []).flatMap((s) => s.selections)];
  }

  /** Selections, and what makes one table's rows possible by another's. @throws NotHeld */
  async loadSelections(): Promise<{ selected: SelectedCodes[]; variants: Variants }> {
    const selected = await this.selectedOf(this.selections);
    const sets = new Map<string, SelectedCodes[]>();
    for (const { key, selections } of this.parts.flatMap((p) => p.sets ?? []))
      if (!sets.has(key)) sets.set(key, await this.selectedOf(selections));
    for (const field of this.linkFields()) await this.held.loadCodes(field);
    return { selected, variants: new Variants(this.catalog, selected, sets) };
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

  /** What one question needs; it has failed where that is not held. */
  async loadPart(part: Part): Promise<void> {
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
}
