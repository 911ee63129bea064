import type { Catalog, CatalogField } from "@/server/builtin/associative/catalog";
import type {
  Bounds,
  NumberMeaning,
  RowNumbering,
  RowNumbers,
  RowWords,
  TableNumbering,
  WordPart,
} from "@/server/builtin/associative/row-numbers";
import { ColumnFile, PackedColumn } from "./column-file";
import { EXACT, isPlainField, isSimple, NotHeld, NULL_INTEGER } from "./tables";
import { FEW_VALUES, isNumeric, MOST_VALUES, mostValues } from "./worth";

/** A column whose rows are in the file, by numbers that are not yet codes. */
export interface DraftColumn {
  packed: PackedColumn;
  meaning: NumberMeaning;
  /** Where it shares words with others. */
  part?: WordPart;
  /** Takes it back, where no other has a share in it. */
  drop(): void;
}

/** The file of code tables while the model is described: columns of one table are written as they are counted. */
export class CodesDraft {
  readonly file: ColumnFile;
  private readonly columns = new Map<string, DraftColumn>();

  /** @param goesOn see `ColumnFile` */
  constructor(path: string, goesOn = false) {
    this.file = new ColumnFile(path, goesOn);
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
    for (const column of this.columns.values()) column.drop();
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
    const wants = (name: string, bounds: Bounds | null) => {
      const field = plain(name);
      return field !== null && (bounds === null || isOfUse(field, bounds, rows));
    };
    return {
      mostSeen: (name) => {
        const field = plain(name);
        return field ? mostValues(field) : 0;
      },
      wants,
      start: (name, bounds) => (wants(name, bounds) ? this.start(name, rows) : null),
      startWords: (bytes) => this.startWords(bytes, rows),
    };
  }

  private start(field: string, rows: number): RowNumbers {
    const packed = new PackedColumn(this.file, rows);
    return {
      take: (first, numbers, count, most, hasNulls) =>
        packed.takeCodes(first, numbers, count, most, hasNulls),
      end: (meaning) => {
        if (isWhole(packed)) this.columns.set(field, { packed, meaning, drop: () => packed.drop() });
      },
      drop: () => packed.drop(),
    };
  }

  private startWords(width: 1 | 2 | 4, rows: number): RowWords {
    const packed = new PackedColumn(this.file, rows);
    return {
      take: (first, words) => packed.takeWords(first, words, width),
      end: (columns) => {
        if (!isWhole(packed)) return;
        let shares = columns.length;
        const drop = () => {
          shares--;
          if (shares === 0) packed.drop();
        };
        for (const { field, meaning, part } of columns)
          this.columns.set(field, { packed, meaning, part, drop });
      },
      drop: () => packed.drop(),
    };
  }
}

/** Takes it back where rows are missing, as in tables that rows were deleted from. */
function isWhole(packed: PackedColumn): boolean {
  try {
    packed.end();
    return true;
  } catch (error) {
    if (!(error instanceof NotHeld)) throw error;
    packed.drop();
    return false;
  }
}

/** Whether they will be codes, or numbers of 32 bits. */
function isOfUse(field: CatalogField, { least, most }: Bounds, rows: number): boolean {
  if (!isNumeric(field)) return most - least < MOST_VALUES;
  const largest = Math.max(Math.abs(Number(least)), Math.abs(Number(most)));
  return most - least < FEW_VALUES || (largest < -NULL_INTEGER && largest * rows < EXACT);
}
