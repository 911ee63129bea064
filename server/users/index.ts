export { actorOfSession, actorOfUser } from "./actor";
export { changePassword, changePasswordInput } from "./change-password";
export { createOperator } from "./create-operator";
export {
  changeSecurity,
  factorIsRequired,
  getSecurity,
  type Security,
} from "./factor-policy";
export { createSignInLimiter, type SignInLimiter } from "./limiter";
export { getMe, type Me } from "./me";
export { listOperators, type Operator } from "./operators";
export {
  createOwner,
  ensureFirstOwner,
  FIRST_OWNER_EMAIL,
  firstPasswordFile,
  hasFirstPassword,
  type NewOwner,
  resetOwner,
} from "./owner";
export { checkPassword, hashPassword, MIN_PASSWORD_LENGTH, newPassword } from "./passwords";
export { createResetLimiter, RESET_MINUTES, requestReset } from "./request-reset";
export { dropFactor, resetOperatorFactor } from "./reset-factor";
export {
  changeSecurityInput,
  codeInput,
  createOperatorInput,
  operatorIdInput,
  passwordAndCodeInput,
  passwordInput,
  requestResetInput,
  resetTokenInput,
  updateOperatorInput,
} from "./schemas";
export {
  beginSecondFactor,
  confirmSecondFactor,
  getSecondFactor,
  renewRecoveryCodes,
  type SecondFactor,
  turnOffSecondFactor,
} from "./second-factor";
export {
  endOtherSessions,
  endOwnSession,
  listOwnSessions,
  type OwnSession,
  sessionIdInput,
} from "./sessions";
export { SESSION_HOURS, signIn, signOut } from "./sign-in";
export { resetOperator, updateOperator } from "./update-operator";
export { openReset, resetPassword, useResetInput } from "./use-reset";
