export { addMember } from "./add";
export { ensureMembers, memberRows, restoreMembers } from "./ensure";
export { getMember, listMembers } from "./get";
export { ensureGroups, listGroups, removeGroups } from "./groups";
export type { Member, MemberRow } from "./member";
export {
  type AddMemberInput,
  addMemberInput,
  type ListMembersInput,
  listMembersInput,
  memberIdInput,
  type UpdateMemberInput,
  updateMemberInput,
} from "./schemas";
export { removeMember, updateMember } from "./update";
export type { WantedMember } from "./write";
