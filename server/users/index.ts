export { actorOfSession } from "./actor";
export { changePassword, changePasswordInput } from "./change-password";
export { createOperator } from "./create-operator";
export { getMe, type Me } from "./me";
export { listOperators, type Operator } from "./operators";
export {
  createOwner,
  ensureFirstOwner,
  FIRST_OWNER_EMAIL,
  firstPasswordFile,
  type NewOwner,
  resetOwner,
} from "./owner";
export { checkPassword, hashPassword, MIN_PASSWORD_LENGTH, newPassword } from "./passwords";
export { createOperatorInput, operatorIdInput, updateOperatorInput } from "./schemas";
export { createSignInLimiter, SESSION_HOURS, type SignInLimiter, signIn, signOut } from "./sign-in";
export { resetOperator, updateOperator } from "./update-operator";
