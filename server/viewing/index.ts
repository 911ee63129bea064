export { endViews } from "./end";
export { contextOf, personsOwn, readOnly } from "./guarded";
export { raiseViewInput, startViewInput, VIEW_MINUTES } from "./schemas";
export { throughView } from "./through-view";
export { endView, raiseView, startView } from "./verbs";
