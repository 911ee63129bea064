import type { Catalog, CatalogField } from "@/server/builtin/associative/catalog";
import type {
  Bounds,
  NumberMeaning,
  RowNumbering,
  RowNumbers,
  TableNumbering,
} from "@/server/builtin/associative/row-numbers";
import { ColumnFile, PackedColumn } from "./column-file";
import { EXACT, isPlainField, isSimple, NULL_INTEGER } from "./tables";
import { FEW_VALUES, isNumeric, MOST_VALUES, mostValues } from "./worth";

/** A column whose rows are in the file, by numbers that are not yet codes. */
export interface DraftColumn {
  packed: PackedColumn;
  meaning: NumberMeaning;
}

/** The file of code tables while the model is described: columns of one table are written as they are counted. */
export class CodesDraft {
  readonly file: ColumnFile;
  private readonly columns = new Map<string, DraftColumn>();

  /** @throws where there is such a file */
  constructor(path: string) {
    this.file = new ColumnFile(path);
  }

  /** For `buildModel`. */
  numbering = (catalog: Catalog): TableNumbering | null =>
    isSimple(catalog) ? { of: (_, rows) => this.numberingOf(catalog, rows) } : null;

  /** The column of a field, where all of its rows were seen; it is the taker's. */
  take(field: string): DraftColumn | undefined {
    const column = this.columns.get(field);
    this.columns.delete(field);
    return column;
  }

  /** Takes back what nobody took. */
  dropOthers(): void {
    for (const { packed } of this.columns.values()) packed.drop();
    this.columns.clear();
  }

  close(): void {
    this.file.close();
  }

  private numberingOf(catalog: Catalog, rows: number): RowNumbering {
    const plain = (name: string) => {
      const field = catalog.field(name);
      return field && field.columns.length === 1 && field.kind !== "dual" && isPlainField(field)
        ? field
        : null;
    };
    return {
      mostSeen: (name) => {
        const field = plain(name);
        return field ? mostValues(field) : 0;
      },
      start: (name, bounds) => {
        const field = plain(name);
        return field && (bounds === null || isOfUse(field, bounds, rows)) ? this.start(name, rows) : null;
      },
    };
  }

  private start(field: string, rows: number): RowNumbers {
    const packed = new PackedColumn(this.file, rows);
    return {
      take: (first, numbers, count, most, hasNulls) =>
        packed.takeCodes(first, numbers, count, most, hasNulls),
      end: (meaning) => {
        packed.end();
        this.columns.set(field, { packed, meaning });
      },
      drop: () => packed.drop(),
    };
  }
}

/** Whether they will be codes, or numbers of 32 bits. */
function isOfUse(field: CatalogField, { least, most }: Bounds, rows: number): boolean {
  if (!isNumeric(field)) return most - least < MOST_VALUES;
  const largest = Math.max(Math.abs(Number(least)), Math.abs(Number(most)));
  return most - least < FEW_VALUES || (largest < -NULL_INTEGER && largest * rows < EXACT);
}
