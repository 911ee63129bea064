import type { Answer, CubeAnswer, CubeQuestion, Question } from "@/server/platform/model";
import type { Sheet, SheetObject } from "@/server/templates/sheet-schema";
import type { ObjectContext } from "../charts/port";
import { contextOf } from "../dashboards/object-context";
import { batchOf, missingOf, textOf, UNANSWERED } from "../dashboards/state/batch";
import { answersOf, questionsOf, showsOf } from "../dashboards/state/wishes";
import { fileKinds } from "./kinds";
import type { FileSource, FileWish } from "./standing";

/** The most rows of one answer. */
const PAGE = 10_000;

/** A sheet with every figure it shows. */
export interface AskedSheet {
  sheet: Sheet;
  context: ObjectContext;
  /** Those a file holds, in reading order; conditions are met. */
  objects: SheetObject[];
  answers: Record<string, Record<string, Answer>>;
}

/** A wish that names what is not there. */
export class NotThere extends Error {}

/** Asks what a sheet (or one object of it) shows, in one batch. @throws NotThere */
export async function askedSheet(wish: FileWish, source: FileSource): Promise<AskedSheet> {
  const { document } = source;
  const sheet = document.sheets.find((s) => s.sheet === wish.sheet);
  if (!sheet) throw new NotThere(`There is no sheet "${wish.sheet}".`);
  const wanted = sheet.objects.filter((o) => wish.object === undefined || o.id === wish.object);
  if (wanted.length === 0) throw new NotThere(`The sheet has no object "${wish.object}".`);
  const context = contextOf({
    document,
    sheet,
    language: wish.language ?? document.language,
    place: { selections: wish.selections, drill: wish.drill },
    locked: wish.locked,
    variables: wish.variables,
    local: fromTheFirstRow(wish.local),
  });
  const known = new Map<string, Answer>();
  let missing = missingOf(questionsOf(wanted, context, fileKinds), known);
  while (missing.length > 0) {
    const answer = await source.ask(batchOf(groundOf(wish), missing));
    missing.forEach((question, i) => {
      known.set(textOf(question), answer.answers[`q${i}`] ?? UNANSWERED);
    });
    missing = missingOf(questionsOf(wanted, context, fileKinds), known);
  }
  const shows = showsOf(wanted, context, known);
  return {
    sheet,
    context,
    objects: wanted.filter((o) => o.show === undefined || shows[o.id]),
    answers: answersOf(wanted, context, fileKinds, known, {}),
  };
}

const groundOf = ({ selections, locked, variables, sets }: FileWish) => ({
  selections,
  locked,
  variables,
  ...(sets ? { sets } : {}),
});

/** A file begins where the table begins, whatever page is looked at. */
function fromTheFirstRow(local: FileWish["local"]): FileWish["local"] {
  return Object.fromEntries(Object.entries(local).map(([id, { page: _, ...own }]) => [id, own]));
}

/**
 * All rows of a table, in pages of 10,000, instead of those the sheet shows at once.
 * @returns the answers with as many rows as there are, or `most`; their `rowCount` tells how many there would be
 */
export async function withAllRows(
  object: SheetObject,
  { context, answers }: AskedSheet,
  { wish, source, most }: { wish: FileWish; source: FileSource; most: number },
): Promise<Record<string, Answer>> {
  const own = answers[object.id] ?? {};
  const first = own.rows;
  const question = fileKinds[object.kind]?.questions(object, context).rows;
  if (object.kind !== "table" || first?.kind !== "cube" || question?.kind !== "cube") return own;
  const end = Math.min(most, first.rowCount, limitOf(object));
  const rows = first.rows.slice(0, end);
  while (rows.length < end) {
    const page = await pageOf(question, rows.length, Math.min(PAGE, end - rows.length), wish, source);
    if (page.rows.length === 0) break;
    for (const row of page.rows) rows.push(row);
    source.onProgress?.(rows.length, end);
  }
  return { ...own, rows: { ...first, rows, rowCount: Math.min(first.rowCount, limitOf(object)) } };
}

/** A sheet may say that a table ends after so many rows. */
function limitOf({ dimension, dimensions }: SheetObject): number {
  const first = dimension ?? dimensions?.[0];
  return typeof first === "object" ? (first.limit ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
}

async function pageOf(
  question: CubeQuestion,
  offset: number,
  limit: number,
  wish: FileWish,
  source: FileSource,
): Promise<CubeAnswer> {
  const asked: Question = { ...question, offset, limit, totals: false };
  const { answers } = await source.ask(batchOf(groundOf(wish), [asked]));
  const answer = answers.q0 ?? UNANSWERED;
  if (answer.kind === "cube") return answer;
  throw Object.assign(new Error(answer.kind === "error" ? answer.message : UNANSWERED.message), {
    code: answer.kind === "error" ? answer.code : UNANSWERED.code,
  });
}
