import type { z } from "zod";
import type { BookmarkPlace } from "@/db/schema";
import { askableApp, fieldNames, type Reader } from "@/server/apps";
import type { CellValue, Selections } from "@/server/platform/model";
import type { Context } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";
import type { BookmarkRow, MissingValues, OpenedBookmark } from "./bookmark";
import { bookmarkReader, bookmarkRow } from "./find";
import { bookmarkIdInput } from "./schemas";

const MOST_ASKED = 10_000;
const MOST_NAMED = 20;

/** Tells which of the values selected in a field are in the data its asker sees. */
type Present = (field: string, values: CellValue[]) => Promise<CellValue[] | "gone">;

/** Asks the published data as the reader sees them; equal questions are asked once. */
async function presentFor({ ctx, row, asker }: Reader): Promise<Present> {
  const app = await askableApp(ctx, row);
  const fields = await fieldNames(ctx, row, asker);
  return async (field, values) => {
    if (!fields.has(field)) return "gone";
    // Alone, so that nothing else excludes them: selected values come first, those that don't exist not at all.
    const answer = await app.ask(
      {
        selections: { [field]: values },
        questions: {
          q: { kind: "values", field, sort: "state", limit: Math.min(MOST_ASKED, values.length) },
        },
      },
      asker,
    );
    const found = answer.answers.q;
    if (found?.kind !== "values") return values;
    if ((found.counts.S ?? 0) >= values.length) return values;
    const there = new Set(
      found.values.filter(({ state }) => state === "S").map(({ value }) => String(value)),
    );
    return values.filter((value) => there.has(String(value)));
  };
}

async function presentOf(selections: Selections, present: Present, tell: (missing: MissingValues) => void) {
  const kept: Selections = {};
  for (const [field, values] of Object.entries(selections)) {
    if (values.length === 0) continue;
    const there = await present(field, values);
    const gone = there === "gone";
    if (!gone && there.length > 0) kept[field] = there;
    const missing = gone ? values : values.filter((value) => !there.includes(value));
    if (missing.length > 0)
      tell({ field, gone, count: missing.length, values: missing.slice(0, MOST_NAMED) });
  }
  return kept;
}

/** What of a place kept earlier is in the data its reader sees now. Of the reader's own places only. */
export async function placeSeen(
  reader: Reader,
  { selections, locked = [], variables = {}, sets = {}, drill = {} }: BookmarkPlace,
): Promise<Pick<OpenedBookmark, "selections" | "locked" | "variables" | "sets" | "drill">> {
  const present = await presentFor(reader);
  const seen = await presentOf(selections, present, () => undefined);
  const others: Record<string, Selections> = {};
  for (const [name, set] of Object.entries(sets))
    others[name] = await presentOf(set, present, () => undefined);
  return { selections: seen, locked: locked.filter((f) => f in seen), variables, sets: others, drill };
}

/** What of a bookmark its reader can go to; checks nothing of whose it is. */
export async function openRow(reader: Reader, row: BookmarkRow): Promise<OpenedBookmark> {
  const { sheet = null, locked = [], variables = {}, drill = {} } = row.place;
  const present = await presentFor(reader);
  const missing: MissingValues[] = [];
  // What somebody else saw is not told to whoever may see less.
  const mine = row.owner === reader.owner;
  const tell = (it: MissingValues) =>
    missing.push(mine ? it : { ...it, values: [], field: it.gone ? null : it.field });
  const selections = await presentOf(row.place.selections, present, tell);
  const sets: Record<string, Selections> = {};
  for (const [name, set] of Object.entries(row.place.sets ?? {}))
    sets[name] = await presentOf(set, present, tell);
  return {
    id: row.id,
    name: row.name,
    sheet,
    selections,
    locked: locked.filter((field) => field in selections),
    variables,
    sets,
    drill,
    missing,
  };
}

/** As `openBookmark`, for a reader who is known. */
export async function goToBookmark(
  reader: Reader,
  input: z.input<typeof bookmarkIdInput>,
): Promise<OpenedBookmark> {
  return openRow(reader, await bookmarkRow(reader, parse(bookmarkIdInput, input).id));
}

/**
 * A bookmark with what it selects, as far as it is in the data the actor sees; what is not is told beside it.
 * @throws `bookmark.not_found`, `apps.no_data`, `apps.suspended`, `query.no_access`
 */
export async function openBookmark(
  ctx: Context,
  input: z.input<typeof bookmarkIdInput>,
): Promise<OpenedBookmark> {
  return goToBookmark(await bookmarkReader(ctx, parse(bookmarkIdInput, input).id), input);
}
