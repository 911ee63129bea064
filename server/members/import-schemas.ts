import { z } from "zod";

/** Inputs of the uploads. Browser-safe. */
export const MOST_ROWS = 1000;
export const MOST_CHARACTERS = 1_000_000;

export const uploadInput = z.strictObject({
  tenantId: z.string().min(1).max(60),
  text: z.string().min(1, "is empty").max(MOST_CHARACTERS, "is larger than 1 MB"),
  /** Name shown in errors. */
  fileName: z.string().max(200).default(""),
});
export const importPeopleInput = uploadInput.extend({
  /** Send everybody new an invitation, or make one with a link where no mail server is set. */
  invite: z.boolean().default(true),
});
export type UploadInput = z.input<typeof uploadInput>;
export type ImportPeopleInput = z.input<typeof importPeopleInput>;
