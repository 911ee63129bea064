/**
 * Rows for tests. Every factory inserts one row that differs from all others of the process and returns it as stored;
 * `overrides` replace single columns. Nothing else is made on the side: give ids of rows you made before.
 */
export { makeApp, makeConnection, makeFile, makeGeneration, makeReload } from "./apps";
export { makeCoupon, makeInvoice, makeSpendAlert, makeSubscription } from "./billing";
export { makeMember, makeUser } from "./people";
export { makeAnnouncement } from "./portal";
export { makeBookmark, makeDelivery, makeOwnSheet } from "./readers";
export { makeRun } from "./runs";
export { makeTemplate, makeTemplateVersion } from "./templates";
export { makeTenant } from "./tenants";
export { testStore } from "./test-store";
export { unique } from "./unique";
