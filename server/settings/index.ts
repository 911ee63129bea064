export type { Reach, SourceReach } from "./port";
export { changeReach, getReach } from "./reach";
export { type ChangeReachInput, changeReachInput } from "./schemas";
export { createSourceReach, loadSourceReach } from "./source-reach";
