import { search as find, searchInput } from "@/server/search";
import { procedure, router } from "../trpc";

export const search = router({
  all: procedure.input(searchInput).query(({ ctx, input }) => find(ctx.ctx, input)),
});
