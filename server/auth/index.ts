export { type Actor, actorName, isOperator, mayEverywhere, mayIn } from "./actor";
export { authorize, visibleTenants } from "./authorize";
export { groupsOpen, hiddenApps, withoutHidden } from "./granted";
export { ofCustomers } from "./of-customers";
export { PERMISSIONS, type Permission } from "./permissions";
export { scope, scopeOf, type TenantScope, within } from "./scope";
