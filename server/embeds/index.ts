export { addKey, type NewEmbedKey } from "./add-key";
export { addresses } from "./addresses";
export { type ExchangeInput, exchangeInput, exchangeToken, type NewSession } from "./exchange";
export { forgetEmbeds } from "./forget";
export { embedFont, framingOrigins } from "./frame";
export { type EmbedOrigin, type EmbedOriginRow, type Embeds, getEmbeds } from "./get";
export type { EmbedKey } from "./keys";
export { addOrigin, removeOrigin } from "./origins";
export { previewToken } from "./preview";
export { revokeKey } from "./revoke-key";
export { revokeSessions } from "./revoke-sessions";
export { type RotatedKey, rotateKey } from "./rotate-key";
export {
  type AddKeyInput,
  type AddOriginInput,
  addKeyInput,
  addOriginInput,
  embedsInput,
  keyIdInput,
  originIdInput,
  previewInput,
  type RevokeSessionsInput,
  type RotateKeyInput,
  revokeSessionsInput,
  rotateKeyInput,
} from "./schemas";
export { type EmbedSession, openSession } from "./session";
export { forgetOldSessions, sweepEmbeds } from "./sweep";
