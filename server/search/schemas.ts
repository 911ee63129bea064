import { z } from "zod";

/** Input of the search. Browser-safe. */
export const searchInput = z.strictObject({
  q: z.string().trim().min(1, "is needed").max(100),
  /** Most hits of each kind. */
  limit: z.int().min(1).max(20).default(5),
});
export type SearchInput = z.input<typeof searchInput>;
