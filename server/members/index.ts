export {
  acceptInvitation,
  acceptInvitationInput,
  invitationTokenInput,
  type OpenInvitation,
  openInvitation,
} from "./accept";
export { addMember } from "./add";
export {
  type FieldClass,
  fieldClasses,
  fieldClassesInput,
  setClassGrants,
  setClassGrantsInput,
} from "./class-grants";
export { ensureMembers, memberRows, restoreMembers } from "./ensure";
export { getMember, listMembers } from "./get";
export type { Granted } from "./grant-rows";
export { grantsOf, grantsOfInput, setGrants, setGrantsInput } from "./grants";
export { groupOverview, type TenantGroup } from "./group-list";
export { type GroupItem, getGroup, groupPage, groupPageInput } from "./group-page";
export {
  createGroup,
  createGroupInput,
  deleteGroup,
  type Group,
  groupIdInput,
  updateGroup,
  updateGroupInput,
} from "./group-verbs";
export { ensureGroups, listGroups, removeGroups } from "./groups";
export type { GroupRow, GroupsPlan } from "./groups-plan";
export { type Imported, importUpload, previewUpload } from "./import";
export { importPeopleInput, uploadInput } from "./import-schemas";
export { INVITATION_DAYS, type Invitation, invitationMayLeave } from "./invitation";
export { inviteMember, resendInvitation, revokeInvitation } from "./invite";
export type { Member, MemberRow } from "./member";
export { listPeople, listPeopleInput, type PeopleFacts, peopleFacts, type TenantPerson } from "./people";
export type { PeoplePlan, PersonRow } from "./people-plan";
export { resetMemberFactor } from "./reset-factor";
export {
  type AddMemberInput,
  addMemberInput,
  type ListMembersInput,
  listMembersInput,
  memberIdInput,
  removeMemberInput,
  suspendMemberInput,
  type UpdateMemberInput,
  updateMemberInput,
} from "./schemas";
export { type SheetGrants, setSheetGrants, setSheetGrantsInput, sheetGrants } from "./sheet-grants";
export { suspendMember } from "./suspend";
export { removeMember, updateMember } from "./update";
export type { WantedMember } from "./write";
