import { listMembers, listMembersInput } from "@/server/members";
import { procedure, router } from "../trpc";

export const members = router({
  list: procedure.input(listMembersInput).query(({ ctx, input }) => listMembers(ctx.ctx, input)),
});
