export { createApiKey, createApiKeyInput, type NewApiKey } from "./create";
export { type ApiKey, listApiKeys, listApiKeysInput } from "./list";
export { actorOfApiKey } from "./resolve";
export { revokeApiKey } from "./revoke";
