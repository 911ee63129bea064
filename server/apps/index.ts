export { type AskableApp, askableApp } from "./answering";
export type { App, AppRow, GenerationRow } from "./app";
export { askApp, askPublished } from "./ask";
export { type AskAppInput, askAppInput, type BatchInput, batchInput } from "./ask-schemas";
export { type AppAsker, askerOf, embedAsker } from "./asker";
export { type AppContentCheck, type CheckedPart, checkContent } from "./content";
export { fieldNames, getDashboard, publishedDashboard } from "./dashboard";
export type { DashboardDocument, DashboardField, DashboardMeasure } from "./dashboard-document";
export {
  forgetGenerations,
  getGeneration,
  type NewGeneration,
  recordGeneration,
  removeGeneration,
} from "./generations";
export { appRow, findApp, getApp, listApps, tenantApps } from "./get";
export { mappingInput } from "./mapping";
export { type AppModel, getModel } from "./model";
export { type NewestReload, newestReloads } from "./newest-reloads";
export { type AppOverviewInput, appOverview, appOverviewInput, type ListedApp } from "./overview";
export { type AppPointers, putApp, removeApp, restoreApp, setAppPointers, type WantedApp } from "./put";
export { fieldValues, queryApp } from "./query";
export { embedReader, type Reader, readerOf } from "./reader";
export { reducedApps } from "./restricted";
export {
  type AppModelInput,
  appIdInput,
  appModelInput,
  type FieldValuesInput,
  fieldValuesInput,
  type ListAppsInput,
  listAppsInput,
  type QueryAppInput,
  queryAppInput,
} from "./schemas";
export { noteDropped, trimGenerations } from "./trim-generations";
export { where } from "./where";
