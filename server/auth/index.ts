export {
  type Actor,
  actorName,
  attribution,
  doerName,
  isOperator,
  mayEverywhere,
  mayIn,
  type Viewer,
  viewerOf,
} from "./actor";
export { authorize, visibleTenants } from "./authorize";
export { groupsOpen, hiddenApps, unlimitedIn, withoutHidden } from "./granted";
export { ofCustomers } from "./of-customers";
export { PERMISSIONS, type Permission } from "./permissions";
export { scope, scopeOf, type TenantScope, within } from "./scope";
