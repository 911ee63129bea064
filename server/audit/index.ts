export { type AuditRecord, append, OPERATOR_CHAIN } from "./append";
export { type ChainCheck, verifyChain } from "./verify";
