import { z } from "zod";
import { strict } from "@/server/shared/strict";
import { sheet } from "@/server/templates";

/** Inputs of the verbs of people's own sheets. */
const MOST_BYTES = 300_000;

const id = z.string().min(1).max(60);

export const sheetIdInput = strict({ id });
export const sheetsOfInput = strict({ app: id });

const creation = {
  title: z.string().trim().min(1, "needs a title").max(120),
  /** Id of the sheet it is a copy of, as the dashboard has it; without it the sheet is empty. */
  from: z.string().min(1).max(100).optional(),
};
export const sheetCreation = strict(creation);
export const createSheetInput = strict({ app: id, ...creation });
export type CreateSheetInput = z.input<typeof createSheetInput>;

const content = {
  /** The revision it was made from; another one is refused. */
  revision: z.int().min(1),
  sheet: sheet.refine((it) => JSON.stringify(it).length <= MOST_BYTES, { error: "is too large" }),
};
export const sheetContent = strict(content);
export const saveSheetInput = strict({ id, ...content });
export type SaveSheetInput = z.input<typeof saveSheetInput>;

const changes = {
  /** Seen by all people who open the app. */
  shared: z.boolean().optional(),
  /** Id of the member it is handed to. */
  member: id.optional(),
};
export const sheetChanges = strict(changes);
export const updateSheetInput = strict({ id, ...changes });
export type UpdateSheetInput = z.input<typeof updateSheetInput>;

export const sheetsOfMemberInput = strict({ member: id });
/** Both are ids of members of one tenant. */
export const handOverInput = strict({ member: id, to: id });
