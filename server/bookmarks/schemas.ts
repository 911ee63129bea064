import { z } from "zod";
import { batchInput } from "@/server/apps/ask-schemas";
import { strict } from "@/server/shared/strict";

/** Inputs of the bookmark verbs. Browser-safe. */
const MOST_BYTES = 200_000;

const id = z.string().min(1).max(60);
const name = z.string().trim().min(1, "needs a name").max(80);
const { selections, locked, variables, sets } = batchInput.shape;

/** Where a reader stands, as far as a bookmark keeps it. */
export const placeInput = strict({
  sheet: z.string().min(1).max(100).optional(),
  selections: selections.default({}),
  locked,
  variables,
  sets,
  drill: z.record(z.string().min(1).max(100), z.number().int().min(0).max(20)).optional(),
}).refine((place) => JSON.stringify(place).length <= MOST_BYTES, {
  error: "holds too many values; select fewer, or a group of them",
});
export type PlaceInput = z.input<typeof placeInput>;

export const saveBookmarkInput = strict({ name, place: placeInput });
export type SaveBookmarkInput = z.input<typeof saveBookmarkInput>;

const changes = {
  name: name.optional(),
  /** Where the reader stands now, in place of what was kept. */
  place: placeInput.optional(),
  /** Seen by all people who open the app. */
  shared: z.boolean().optional(),
};
export const bookmarkChanges = strict(changes);
export const updateBookmarkInput = strict({ id, ...changes });
export type UpdateBookmarkInput = z.input<typeof updateBookmarkInput>;

export const bookmarkIdInput = strict({ id });

/** The bookmark to start with; null starts without one. */
export const defaultBookmarkInput = strict({ bookmark: id.nullable() });
export type DefaultBookmarkInput = z.input<typeof defaultBookmarkInput>;

export const ofAppInput = strict({ app: id });
