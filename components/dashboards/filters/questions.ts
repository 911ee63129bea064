import type { Question, ValuesQuestion } from "@/server/platform/model";
import type { SheetObject } from "@/server/templates/sheet-schema";
import type { ObjectContext } from "../../charts/port";
import { withDays } from "../find/searches";

export type FilterField = NonNullable<SheetObject["fields"]>[number];

/** Values of a list box that are asked at once; more come with the scroll. */
export const PAGE = 200;
/** The most values a list box holds. */
export const MOST = 10_000;

const SORTS: Record<string, ValuesQuestion["sort"]> = {
  state: "state",
  value: "measure",
  number: "value",
  text: "text",
  load: "load",
};

export interface ListLocal {
  search?: string;
  limit?: number;
}

/** Whether a filter pane of the sheet takes one value of a field at a time: then its list box does, too. */
export const isSingle = (field: string, objects: readonly SheetObject[]): boolean =>
  objects.some(({ fields }) => fields?.some((own) => own.field === field && own.single));

/** What the reader typed and scrolled in the list box of a field. */
export function listLocal(objectId: string, field: string, context: ObjectContext): ListLocal {
  return (context.local?.(objectId)[field] as ListLocal | undefined) ?? {};
}

export function valuesQuestion(own: FilterField, objectId: string, context: ObjectContext): ValuesQuestion {
  const { search, limit = PAGE } = listLocal(objectId, own.field, context);
  const sort = typeof own.sort === "object" ? own.sort.by : (own.sort ?? "state");
  const measure = own.value ? context.measure(own.value).value : undefined;
  const by = SORTS[sort] ?? "state";
  return {
    kind: "values",
    field: own.field,
    limit,
    sort: by === "measure" && !measure ? "frequency" : by,
    ...(by === "measure" ? { order: "desc" as const } : {}),
    ...(search ? { search: withDays(search) } : {}),
    ...(measure ? { measure } : {}),
  };
}

export function questions(object: SheetObject, context: ObjectContext): Record<string, Question> {
  return Object.fromEntries(
    (object.fields ?? []).map((own) => [own.field, valuesQuestion(own, object.id, context)]),
  );
}
