export { type AuditRecord, append, headMac, OPERATOR_CHAIN } from "./append";
export { type ChainCheck, verifyChain } from "./verify";
