import type { Random } from "@/server/builtin/associative/testing/random";
import type { TestTable } from "@/server/builtin/testing";
import type { Answer, Batch, BatchAnswer, CellValue, Question, Selections } from "@/server/platform/model";

const OWNERS = 48;
const REGIONS = ["North", "O'Br\"ien; --", "Süd \u202e\ud83d\ude00", "$(x) {1} [y]"];
const PRODUCTS = 9;
const ROWS = 200;
/** Numbers of a tenant lie in a band of their own. */
const BAND = 1_000_000;

const mark = (tenant: number) => `«${String(tenant).padStart(3, "0")}»`;
const ownerOf = (tenant: number, i: number) => `${mark(tenant)} owner ${i % OWNERS}`;
const regionOf = (tenant: number, i: number) => `${mark(tenant)} ${REGIONS[i % REGIONS.length]}`;

/** An app whose every text begins with its tenant's mark and whose every number lies in its tenant's band. */
export function markedTables(tenant: number): TestTable[] {
  const rows = Array.from({ length: ROWS }, (_, i) => [
    ownerOf(tenant, i),
    regionOf(tenant, i * 7 + 1),
    `${mark(tenant)} product ${(i * 5) % PRODUCTS}`,
    tenant * BAND + i,
  ]);
  const cities = Array.from({ length: OWNERS }, (_, i) => [
    ownerOf(tenant, i),
    `${mark(tenant)} city ${i % 6}`,
  ]);
  return [
    {
      name: "Sales",
      fields: { Owner: "VARCHAR", Region: "VARCHAR", Product: "VARCHAR", Amount: "INTEGER" },
      rows,
    },
    { name: "Owners", fields: { Owner: "VARCHAR", City: "VARCHAR" }, rows: cities },
  ];
}

/** The last three figures of every row. */
const MEASURES = ["Sum(Amount)", "Count(Amount)", "Max(Amount)"];
const by = (...names: string[]) => names.map((expression) => ({ expression }));

/** What a sheet asks: charts, lists and figures that code tables answer. */
const SHEET: Record<string, Question> = {
  bars: { kind: "cube", dimensions: by("Owner"), measures: MEASURES, totals: true },
  kpi: { kind: "cube", dimensions: [], measures: MEASURES },
  whole: { kind: "cube", dimensions: by("City"), measures: MEASURES.map((m) => m.replace("(", "({1} ")) },
  cross: { kind: "pivot", rows: by("Region"), columns: by("City"), measures: MEASURES },
  owners: { kind: "values", field: "Owner" },
  regions: { kind: "values", field: "Region", measure: "Max(Amount)" },
};

/** What SQL has to answer. */
const UNUSUAL: Record<string, Question> = {
  texts: { kind: "cube", dimensions: by("=Upper(Product) & Region"), measures: MEASURES },
  joined: { kind: "cube", dimensions: by("Region"), measures: ["Concat(distinct Owner, '|')", ...MEASURES] },
  found: { kind: "find", search: "«" },
};

/** A click on the sheet: without selections, with own values, or with what somebody knows of another tenant. */
export function clickOf(tenant: number, other: number, random: Random): Batch {
  const value = random.int(0, 99);
  const selections = random.pick<Selections>([
    {},
    {},
    { Region: [regionOf(tenant, value)] },
    { Owner: [ownerOf(tenant, value), ownerOf(tenant, value + 1)], Region: [regionOf(tenant, 1)] },
    { Owner: [ownerOf(other, value)] },
    { Amount: [other * BAND + value, tenant * BAND + value] },
  ]);
  const spying: Record<string, Question> = {
    spied: { kind: "find", search: mark(other) },
    wrong: { kind: "cube", dimensions: by("=Owner & '"), measures: [] },
    theirs: {
      kind: "cube",
      dimensions: [],
      measures: MEASURES.map((m) => m.replace("(", `({<Owner={'${ownerOf(other, 1)}'}>} `)),
    },
  };
  const more = random.pick([{}, {}, UNUSUAL, spying]);
  return { selections, questions: { ...SHEET, ...more } };
}

/** What was found in answers. */
export interface Looked {
  /** Rows and values that were looked at. */
  rows: number;
  /** Those that hold anything but the tenant's own. */
  foreign: string[];
}

/** Adds what an answer to a tenant holds. */
export function look(tenant: number, { answers }: Pick<BatchAnswer, "answers">, looked: Looked): void {
  for (const answer of Object.values(answers))
    for (const { texts = [], figures = [] } of shown(answer)) {
      looked.rows++;
      if (!texts.every((t) => isOwnText(tenant, t)) || !areOwnFigures(tenant, figures))
        looked.foreign.push(JSON.stringify([tenant, texts, figures]));
    }
}

interface Shown {
  texts?: readonly CellValue[];
  /** As `MEASURES`. */
  figures?: readonly CellValue[];
}

function shown(answer: Answer): Shown[] {
  switch (answer.kind) {
    case "error":
      return [{ texts: answer.message.match(/«\d+»/g) ?? [] }];
    case "cube":
      return [...answer.rows, answer.totals ?? []].map((row) => ({
        texts: row.slice(0, -MEASURES.length),
        figures: row.slice(-MEASURES.length),
      }));
    case "pivot":
      return [
        ...answer.columns.map((texts) => ({ texts })),
        ...answer.rows.flatMap(({ path, cells, totals }) =>
          [...cells, totals].map((figures) => ({ texts: path, figures })),
        ),
      ];
    case "values":
      return answer.values.map(({ value }) => ({ texts: [value] }));
    case "find":
      return answer.fields.flatMap((f) => f.values.map(({ value }) => ({ texts: [value] })));
    case "select":
      return [{ texts: answer.values }];
  }
}

function isOwnText(tenant: number, cell: CellValue): boolean {
  if (typeof cell === "number") return isOwnNumber(tenant, cell);
  const marks = String(cell ?? mark(tenant)).match(/«\d+»/g) ?? [];
  return marks.length > 0 && marks.every((m) => m === mark(tenant));
}

/** Where nothing is left of a selection there is nothing to look at. */
function areOwnFigures(tenant: number, [sum, count, most]: readonly CellValue[]): boolean {
  if (!count) return !sum && !most;
  return isOwnNumber(tenant, Number(sum) / Number(count)) && isOwnNumber(tenant, Number(most));
}

function isOwnNumber(tenant: number, value: number): boolean {
  return Math.floor(value / BAND) === tenant;
}
