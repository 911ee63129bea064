export { createApiKey, type NewApiKey } from "./create";
export { type ApiKey, listApiKeys, listApiKeysInput } from "./list";
export { actorOfApiKey } from "./resolve";
export { revokeApiKey } from "./revoke";
export { createApiKeyInput } from "./schemas";
