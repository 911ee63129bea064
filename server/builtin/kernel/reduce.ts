import type { Catalog } from "@/server/builtin/associative/catalog";
import type { GraphTable } from "@/server/builtin/associative/graph";
import { type Bits, bitsFor } from "./bits";
import type { Breath } from "./breath";
import { scanTogether } from "./helper/shared-scan";
import { type CodeColumn, type Joint, joined, jointOf, worthJoining } from "./joint";
import type { Accumulator, Filter, Mark, Pass } from "./scan";
import { shortened } from "./shortened";
import type { KernelStore } from "./store";
import { type FieldCodes, linkField, neighbours, rowsOf } from "./tables";
import { codesIn, message, type Variants } from "./variants";
import { Wholes } from "./wholes";

/** What is gathered of a table's possible rows. */
export interface Wanted {
  marks: Mark[];
  accumulators: Accumulator[];
}

/**
 * Passes over the connected tables: inward from the outermost to the largest, each telling the next which keys it lets
 * through, then outward, where every table is passed once more under all that was told, and gathers what is wanted.
 */
export class Reducer {
  /** What a table lets through to a link. */
  private readonly told = new Map<string, Bits>();
  private readonly wholes: Wholes;

  constructor(
    private readonly catalog: Catalog,
    private readonly variants: Variants,
    private readonly codesOf: (field: string) => FieldCodes,
    /** By table name; tables without are passed only where others depend on them. */
    private readonly wanted: ReadonlyMap<string, Wanted>,
    private readonly store: KernelStore,
    private readonly breath: Breath,
  ) {
    this.wholes = new Wholes(store.kept);
  }

  /** @param tables all real tables of one connected part. Rejects where the question is withdrawn meanwhile. */
  async run(tables: readonly GraphTable[]): Promise<void> {
    const size = (t: GraphTable) => rowsOf(this.catalog, t.name);
    const [first, ...others] = tables;
    if (!first) return;
    const root = others.reduce((best, t) => (size(t) > size(best) ? t : best), first);
    await this.inward(root, -1);
    await this.outward(root, -1);
  }

  /** Lets the tables beyond tell first, then passes over this one for the link it was reached by. */
  private async inward(table: GraphTable, via: number): Promise<void> {
    for (const link of table.links)
      if (link !== via)
        for (const next of neighbours(this.catalog, table, link)) await this.inward(next, link);
    if (via < 0 || this.variants.unrestricted(table, via) === this.variants.all) return;
    const mark = this.markOf(table, via, this.variants.all);
    await this.pass(table, this.filters(table, via), [mark], []);
    this.tell(table, via, mark.bits);
  }

  private async outward(table: GraphTable, via: number): Promise<void> {
    const { marks: own = [], accumulators = [] } = this.wanted.get(table.name) ?? {};
    const free = this.variants.free(table);
    const isFree = ({ variant }: Accumulator) => (variant & free) !== 0;
    const left = accumulators.filter((a) => !(isFree(a) && this.wholes.fill(table.name, a)));
    const links = table.links.filter((l) => l !== via && neighbours(this.catalog, table, l).length > 0);
    const told = links
      .filter((l) => this.variants.unrestricted(table, l) !== this.variants.all)
      .map((link) => ({ link, mark: this.markOf(table, link, this.wantedBeyond(table, link) & ~free) }));
    const counted = told.filter(({ mark }) => isCounted(mark, accumulators));
    const marks = [...own, ...told.filter((t) => !counted.includes(t)).map((t) => t.mark)];
    const filters = marks.length === 0 && left.every(isFree) ? [] : this.filters(table, null);
    if (marks.length + left.length > 0) await this.pass(table, filters, marks, left);
    for (const one of left) if (isFree(one)) this.wholes.keep(table.name, one);
    for (const { mark } of counted) markCounted(mark, accumulators);
    for (const { link, mark } of told) this.tell(table, link, mark.bits);
    for (const link of links)
      for (const next of neighbours(this.catalog, table, link)) await this.outward(next, link);
  }

  private async pass(
    table: GraphTable,
    filters: Filter[],
    marks: Mark[],
    accumulators: Accumulator[],
  ): Promise<void> {
    const rows = rowsOf(this.catalog, table.name);
    const pass = { rows, all: this.variants.all, filters, marks: reaching(marks, filters), accumulators };
    const joint = this.jointOf(table, rows);
    if (!joint) return this.scan(table, pass);
    const together = joined(pass, joint);
    await this.scan(table, together.pass);
    const free = this.variants.free(table);
    for (const one of together.pass.accumulators)
      if (one.field === joint.name && (one.variant & free) !== 0) this.wholes.keep(table.name, one);
    together.spread();
  }

  private async scan(table: GraphTable, pass: Pass): Promise<void> {
    const { subtractAbove, helper, worthSharing } = this.store.tuning;
    const short = shortened(pass, (a) => this.wholes.of(table.name, a), subtractAbove);
    await scanTogether(short.pass, this.breath, helper ?? null, worthSharing);
    short.finish();
  }

  /** The columns of few values that are counted by, as one. */
  private jointOf(table: GraphTable, rows: number): Joint | null {
    const { accumulators = [] } = this.wanted.get(table.name) ?? {};
    const columns = new Map<string, CodeColumn>();
    for (const { field, codes, counts } of accumulators)
      if (field !== null) columns.set(field, { field, codes, codeCount: counts.length });
    const chosen = worthJoining([...columns.values()], rows, this.store.tuning.rowsPerJointCode);
    if (chosen.length === 0) return null;
    const key = JSON.stringify([table.name, chosen.map((c) => c.field)]);
    return this.store.made(`joint ${key}`, () => jointOf(chosen, rows));
  }

  /** Bits of the variants under which anything is wanted of the tables beyond a link. */
  private wantedBeyond(table: GraphTable, link: number): number {
    return neighbours(this.catalog, table, link).reduce((bits, t) => bits | this.wantedFrom(t, link), 0);
  }

  private wantedFrom(table: GraphTable, via: number): number {
    const { marks = [], accumulators = [] } = this.wanted.get(table.name) ?? {};
    const own = [...marks.map((m) => m.wanted), ...accumulators.map((a) => a.variant)];
    const beyond = table.links.filter((l) => l !== via).map((l) => this.wantedBeyond(table, l));
    return [...own, ...beyond].reduce((bits, bit) => bits | bit, 0);
  }

  private markOf(table: GraphTable, link: number, wanted: number): Mark {
    const field = this.codesOf(linkField(this.catalog, link));
    return { codes: codesIn(field, table), bits: bitsFor(this.variants.all, field.size + 1), wanted };
  }

  private tell(table: GraphTable, link: number, marked: Bits): void {
    const { size } = this.codesOf(linkField(this.catalog, link));
    this.told.set(toldKey(table, link), message(marked, this.variants.unrestricted(table, link), size));
  }

  /** Own selections and what the neighbours told so far, those at one link left out; one filter per column. */
  private filters(table: GraphTable, except: number | null): Filter[] {
    const filters = this.variants.filters(table, this.codesOf);
    for (const link of table.links) {
      if (link === except) continue;
      const field = linkField(this.catalog, link);
      for (const next of neighbours(this.catalog, table, link)) {
        const pass = this.told.get(toldKey(next, link));
        if (pass) filters.push({ field, codes: codesIn(this.codesOf(field), table), pass });
      }
    }
    return merged(filters);
  }
}

function toldKey(table: GraphTable, link: number): string {
  return `${link} ${table.name}`;
}

function merged(filters: readonly Filter[]): Filter[] {
  const byColumn = new Map<Filter["codes"], Filter>();
  for (const { field, codes, pass } of filters) {
    const known = byColumn.get(codes);
    if (!known) byColumn.set(codes, { field, codes, pass: pass.slice() });
    else
      for (let code = 0; code < pass.length; code++)
        known.pass[code] = (known.pass[code] ?? 0) & (pass[code] ?? 0);
  }
  return [...byColumn.values()];
}

/** Whether the rows that a mark looks for are counted by the same codes anyway, under each of its variants. */
function isCounted({ codes, wanted }: Mark, accumulators: readonly Accumulator[]): boolean {
  const counted = accumulators.reduce((bits, a) => (a.codes === codes ? bits | a.variant : bits), 0);
  return (wanted & ~counted) === 0;
}

function markCounted({ codes, wanted, bits }: Mark, accumulators: readonly Accumulator[]): void {
  for (const { codes: own, variant, counts } of accumulators) {
    if (own !== codes || (variant & wanted) === 0) continue;
    for (let code = 0; code < counts.length; code++)
      if (counts[code] !== 0) bits[code] = (bits[code] ?? 0) | variant;
  }
}

/** A filter says which bits the rows of a value may have at all. */
function reaching(marks: readonly Mark[], filters: readonly Filter[]): Mark[] {
  return marks.map((mark) => {
    const reachable = filters.find((f) => f.codes === mark.codes)?.pass;
    return reachable ? { ...mark, reachable } : mark;
  });
}
