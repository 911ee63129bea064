export { Access, type AnswerFor } from "./access";
export { buildAccess } from "./build";
export { loadRules } from "./rules";
