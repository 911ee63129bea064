export {
  acceptInvitation,
  acceptInvitationInput,
  invitationTokenInput,
  type OpenInvitation,
  openInvitation,
} from "./accept";
export { addMember } from "./add";
export { ensureMembers, memberRows, restoreMembers } from "./ensure";
export { getMember, listMembers } from "./get";
export { ensureGroups, listGroups, removeGroups } from "./groups";
export { INVITATION_DAYS, type Invitation } from "./invitation";
export { inviteMember, resendInvitation, revokeInvitation } from "./invite";
export type { Member, MemberRow } from "./member";
export { listPeople, listPeopleInput, type TenantPerson } from "./people";
export { resetMemberFactor } from "./reset-factor";
export {
  type AddMemberInput,
  addMemberInput,
  type ListMembersInput,
  listMembersInput,
  memberIdInput,
  suspendMemberInput,
  type UpdateMemberInput,
  updateMemberInput,
} from "./schemas";
export { suspendMember } from "./suspend";
export { removeMember, updateMember } from "./update";
export type { WantedMember } from "./write";
