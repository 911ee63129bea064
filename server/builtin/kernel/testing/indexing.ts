import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { catalogOf } from "@/server/builtin/associative/catalog";
import { buildModel } from "@/server/builtin/associative/model";
import type { AssociativeModel } from "@/server/builtin/associative/types";
import { ValueTables } from "@/server/builtin/associative/value-tables";
import { CodesDraft } from "../draft";
import { EarlierCodes } from "../earlier-codes";
import { EarlierFile } from "../earlier-file";
import { saveCodes } from "../save";
import { SavedCodes } from "../saved";
import { MOST_VALUES } from "../worth";
import { shown } from "./shown";

export interface Indexed {
  model: AssociativeModel;
  path: string;
  /** Fields whose code tables were taken over. */
  copied: ReadonlySet<string>;
}

/** Makes models and code tables as a reload does, in a folder of its own. */
export class Indexing {
  private readonly folder = mkdtempSync(join(tmpdir(), "tenantry-indexing-"));
  private files = 0;
  private goneOn = 0;

  /**
   * Every second partial reload goes on with the file before, as changes do; the others write one of their own.
   * @param tables fields by the table's name
   * @param before what a partial reload starts from, and the rows of tables that were added to at most
   */
  async index(
    db: DuckDBConnection,
    tables: Readonly<Record<string, readonly string[]>>,
    before?: { saved: Indexed; rows: Record<string, number> },
  ): Promise<Indexed> {
    const path = join(this.folder, `codes ${this.files++}`);
    const goesOn = before !== undefined && existsSync(before.saved.path) && this.goneOn++ % 2 === 0;
    if (goesOn) copyFileSync(before.saved.path, path);
    const draft = new CodesDraft(path, goesOn);
    const values = new ValueTables(db, MOST_VALUES);
    const file = before ? EarlierFile.open(goesOn ? path : before.saved.path) : null;
    const earlier =
      before && new EarlierCodes(db, { model: before.saved.model, rows: before.rows }, file, values);
    const described = Object.entries(tables).map(([name, fields]) => ({
      name,
      rows: 0,
      fields: fields.map((field) => ({ name: field, type: "", dual: false })),
    }));
    const model = await buildModel(db, described, {
      values,
      numbering: draft.numbering,
      ...(earlier ? { earlier } : {}),
    });
    await saveCodes(db, catalogOf(model), path, { values, draft, ...(earlier ? { earlier } : {}) });
    await values.drop();
    earlier?.close();
    return { model, path, copied: earlier?.copied ?? new Set() };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What code tables say of some fields, as it can be compared. */
export async function shownIn({ model, path }: Indexed, names: readonly string[]): Promise<unknown[]> {
  const saved = await SavedCodes.open(path, catalogOf(model));
  const all = [];
  for (const name of names)
    all.push([
      name,
      shown((await saved?.codes(name)) ?? null),
      shown((await saved?.values(name)) ?? null),
      shown((await saved?.numbers(name)) ?? null),
    ]);
  await saved?.close();
  return all;
}
