import { z } from "zod";
import {
  addMemberInput,
  inviteMember,
  listGroups,
  listMembers,
  listMembersInput,
  listPeople,
  listPeopleInput,
  memberIdInput,
  removeMember,
  resendInvitation,
  resetMemberFactor,
  revokeInvitation,
  suspendMember,
  suspendMemberInput,
  updateMember,
  updateMemberInput,
} from "@/server/members";
import { procedure, router } from "../trpc";

const tenantInput = z.strictObject({ tenantId: z.string() });

export const members = router({
  list: procedure.input(listMembersInput).query(({ ctx, input }) => listMembers(ctx.ctx, input)),
  people: procedure.input(listPeopleInput).query(({ ctx, input }) => listPeople(ctx.ctx, input)),
  groups: procedure.input(tenantInput).query(({ ctx, input }) => listGroups(ctx.ctx, input)),
  invite: procedure.input(addMemberInput).mutation(({ ctx, input }) => inviteMember(ctx.ctx, input)),
  resend: procedure.input(memberIdInput).mutation(({ ctx, input }) => resendInvitation(ctx.ctx, input)),
  revoke: procedure.input(memberIdInput).mutation(({ ctx, input }) => revokeInvitation(ctx.ctx, input)),
  update: procedure.input(updateMemberInput).mutation(({ ctx, input }) => updateMember(ctx.ctx, input)),
  suspend: procedure.input(suspendMemberInput).mutation(({ ctx, input }) => suspendMember(ctx.ctx, input)),
  resetFactor: procedure.input(memberIdInput).mutation(({ ctx, input }) => resetMemberFactor(ctx.ctx, input)),
  remove: procedure.input(memberIdInput).mutation(({ ctx, input }) => removeMember(ctx.ctx, input)),
});
