export { Access, type AnswerFor } from "./access";
export { buildAccess } from "./build";
export { leftOut } from "./check";
export { loadRules } from "./rules";
