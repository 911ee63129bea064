export { getHome, type Home } from "./get";
export { dismissGuide, type Guide } from "./guide";
export type { Need } from "./needs";
export { removeSamples } from "./samples";
