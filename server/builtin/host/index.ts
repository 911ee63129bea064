export { createEngineHosts, type EngineHostsOptions } from "./hosts";
export type { EngineHosts } from "./port";
