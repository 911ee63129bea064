import { csvOf } from "../dashboards/csv";
import { titleOf } from "../dashboards/object-title";
import { askedSheet, NotThere, withAllRows } from "./asked-sheet";
import { dayOf, fileNameOf } from "./file-name";
import { fileKinds } from "./kinds";
import type { FileSource, FileWish, MadeFile } from "./standing";

/** All rows of one object as CSV, up to the limits. @throws NotThere */
export async function makeCsv(wish: FileWish, source: FileSource): Promise<MadeFile> {
  const asked = await askedSheet(wish, source);
  const { context, sheet } = asked;
  const [object] = wish.object === undefined ? [] : asked.objects;
  const toRows = object && fileKinds[object.kind]?.table;
  if (!object || !toRows) throw new NotThere("A CSV file holds the rows of one object that has figures.");
  const answers = await withAllRows(object, asked, { wish, source, most: source.limits.rows });
  const view = toRows(object, context, answers);
  const titles = [source.document.app.title, context.text(sheet.title), titleOf(object, context)];
  return {
    name: fileNameOf(titles, dayOf(source.now, wish.zone), "csv"),
    mediaType: "text/csv; charset=utf-8",
    bytes: new TextEncoder().encode(csvOf(view)),
    rows: view.rows.length,
    cut: (view.rowCount ?? 0) > view.rows.length,
  };
}
