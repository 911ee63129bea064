import writeExcelFile, { type Cell, type Row } from "write-excel-file/node";
import type { Answer } from "@/server/platform/model";
import type { SheetObject } from "@/server/templates/sheet-schema";
import type { ObjectContext, TableView } from "../charts/port";
import { titleOf } from "../dashboards/object-title";
import { type AskedSheet, askedSheet, withAllRows } from "./asked-sheet";
import { dayOf, fileNameOf } from "./file-name";
import { fileKinds } from "./kinds";
import type { FileSource, FileWish, MadeFile } from "./standing";
import { fileWords, selectedLines, timeText } from "./words";
import { textCell, valueCell } from "./xlsx-cells";

export const XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

const GRAY = "#686069";
const NARROW = 9;
const WIDE = 48;

interface Tab {
  sheet: string;
  data: Row[];
  columns: { width: number }[];
  stickyRowsCount: number;
}

/**
 * A workbook of one object, or of every object of a sheet that has figures, a tab each: typed cells, recomputed
 * totals, and above them what was selected and when. Rows come in pages up to the limits; a cut is said in the tab.
 * @throws NotThere
 */
export async function makeXlsx(wish: FileWish, source: FileSource): Promise<MadeFile> {
  const asked = await askedSheet(wish, source);
  const objects = asked.objects.filter((o) => fileKinds[o.kind]?.table);
  const tabs: Tab[] = [];
  const facts = { rows: 0, cut: false };
  for (const [i, object] of objects.entries()) {
    const left = Math.max(0, source.limits.cells - facts.rows * 8);
    const answers = await withAllRows(object, asked, {
      wish,
      source,
      most: Math.min(source.limits.rows, left),
    });
    const view = viewOf(object, asked.context, answers);
    const cut = (view.rowCount ?? 0) > view.rows.length;
    facts.rows += view.rows.length;
    facts.cut ||= cut;
    tabs.push(tabOf(object, view, asked, { wish, source, names: tabs.map((t) => t.sheet) }));
    source.onProgress?.(i + 1, objects.length);
  }
  if (tabs.length === 0) tabs.push(emptyTab(asked, wish, source));
  const bytes = await writeExcelFile(tabs, { fontFamily: "Calibri", fontSize: 11 }).toBuffer();
  const { context, sheet } = asked;
  const [only] = wish.object === undefined ? [] : objects;
  const titles = [source.document.app.title, context.text(sheet.title), only ? titleOf(only, context) : ""];
  return {
    name: fileNameOf(titles, dayOf(source.now, wish.zone), "xlsx"),
    mediaType: XLSX_TYPE,
    bytes,
    ...facts,
  };
}

function viewOf(object: SheetObject, context: ObjectContext, answers: Record<string, Answer>): TableView {
  return fileKinds[object.kind]?.table?.(object, context, answers) ?? { columns: [], rows: [] };
}

interface Around {
  wish: FileWish;
  source: FileSource;
  /** Of the tabs before. */
  names: string[];
}

function tabOf(
  object: SheetObject,
  view: TableView,
  asked: AskedSheet,
  { wish, source, names }: Around,
): Tab {
  const { context } = asked;
  const say = fileWords(wish.language ?? source.document.language);
  const title = titleOf(object, context);
  const head = headRows(title, asked, wish, source);
  const broken = Object.values(asked.answers[object.id] ?? {}).find((a) => a.kind === "error");
  const cut = (view.rowCount ?? 0) > view.rows.length;
  if (broken?.kind === "error") head.push([note(say("notCalculated", { message: broken.message }))]);
  else if (view.rows.length === 0) head.push([note(say("nothing"))]);
  if (cut) head.push([note(say("cut", { shown: view.rows.length, all: view.rowCount ?? 0 }))]);
  const cells = (raw: TableView["rows"][number]["raw"], format?: TableView["rows"][number]["format"]) =>
    view.columns.map((column, i) => valueCell(raw[i] ?? null, column, source.document, format));
  const totals: Row[] = view.totals ? [totalCells(cells(view.totals.raw), say("all"))] : [];
  const columns: Row = view.columns.map((column) => heading(column.label, column.numeric));
  const rows: Row[] = view.rows.map(({ raw, format }) => cells(raw, format));
  return {
    sheet: tabName(title || say("figures"), names),
    data: [...head, [], columns, ...totals, ...rows],
    columns: view.columns.map((column, i) => ({ width: widthOf(view, i, column.label) })),
    stickyRowsCount: head.length + 2,
  };
}

/** What stands above the figures: title, where they are from, what is selected, when. */
function headRows(title: string, { context, sheet }: AskedSheet, wish: FileWish, source: FileSource): Row[] {
  const { document, now } = source;
  const language = wish.language ?? document.language;
  const say = fileWords(language);
  const when = (iso: string) => timeText(iso, language, wish.zone);
  const lines = selectedLines(context, say).map(({ field, values }) => `${field}: ${values}`);
  return [
    [{ value: title || context.text(sheet.title) || " ", type: String, fontWeight: "bold", fontSize: 14 }],
    [note(`${document.app.title} – ${context.text(sheet.title)}`)],
    ...(lines.length > 0 ? lines : [say("nothingSelected")]).map((line): Row => [note(line)]),
    [note(`${say("dataOf", { when: when(document.dataAt) })}. ${say("made", { when: when(now) })}.`)],
  ];
}

function emptyTab(asked: AskedSheet, wish: FileWish, source: FileSource): Tab {
  const say = fileWords(wish.language ?? source.document.language);
  const data = [...headRows("", asked, wish, source), [note(say("nothing"))]];
  return { sheet: tabName(say("figures"), []), data, columns: [{ width: WIDE }], stickyRowsCount: 0 };
}

function note(text: string): Cell {
  const cell = textCell(text);
  return cell && typeof cell === "object" && "type" in cell ? { ...cell, textColor: GRAY } : cell;
}

function heading(label: string, numeric: boolean): Cell {
  const cell = textCell(label || " ");
  if (!cell || typeof cell !== "object" || !("type" in cell)) return cell;
  return {
    ...cell,
    fontWeight: "bold",
    align: numeric ? "right" : "left",
    bottomBorderStyle: "thin",
    bottomBorderColor: GRAY,
  };
}

function totalCells(cells: Row, label: string): Row {
  return cells.map((cell, i) => {
    if (i === 0 && cell === null) return { value: label, type: String, fontWeight: "bold" as const };
    return cell && typeof cell === "object" && "value" in cell
      ? { ...cell, fontWeight: "bold" as const }
      : cell;
  });
}

/** Signs a tab's name can't have, its length, and two of one name. */
function tabName(title: string, taken: readonly string[]): string {
  const plain = title
    .replace(/[[\]:*?/\\]+/g, " ")
    .replace(/\s+/g, " ")
    .replace(/^'+|'+$/g, "")
    .trim();
  const used = new Set(taken.map((name) => name.toLowerCase()));
  for (let n = 1; ; n++) {
    const end = n === 1 ? "" : ` ${n}`;
    const name = `${[...(plain || "Figures")]
      .slice(0, 28 - end.length)
      .join("")
      .trim()}${end}`;
    if (!used.has(name.toLowerCase()) && name.length <= 31) return name;
  }
}

/** Room for what stands in a column, by its first rows. */
function widthOf(view: TableView, column: number, label: string): number {
  const texts = view.rows.slice(0, 100).map((row) => row.text[column]?.length ?? 0);
  const most = Math.max(label.length, ...texts, view.totals?.text[column]?.length ?? 0);
  return Math.min(WIDE, Math.max(NARROW, most + 2));
}
