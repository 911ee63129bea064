export { actorOfSession } from "./actor";
export { changePassword, changePasswordInput } from "./change-password";
export { getMe, type Me } from "./me";
export {
  createOwner,
  ensureFirstOwner,
  FIRST_OWNER_EMAIL,
  firstPasswordFile,
  type NewOwner,
  resetOwner,
} from "./owner";
export { MIN_PASSWORD_LENGTH, newPassword } from "./passwords";
export { createSignInLimiter, SESSION_HOURS, type SignInLimiter, signIn, signOut } from "./sign-in";
