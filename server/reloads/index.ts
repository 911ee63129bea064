export { cancelReload } from "./cancel";
export { forgetOldReloads, forgetReloadLogs } from "./forget-old";
export { getReload, listReloads, type ReloadLogEntry, reloadLog, reloadRow } from "./get";
export { newestReloadOfRun } from "./newest";
export { type ListedReload, reloadOverview, reloadOverviewInput } from "./overview";
export {
  beginReload,
  countReloadLog,
  countReloads,
  endReload,
  forgetReloads,
  type NewReload,
  openReloadOf,
  openReloadOfRun,
  recordReload,
} from "./record";
export type { Reload, ReloadRow } from "./reload";
export { type Made, type ReloadReport, reloadReport } from "./report";
export {
  type ListReloadsInput,
  listReloadsInput,
  type ReloadLogInput,
  reloadIdInput,
  reloadLogInput,
  type StartReloadInput,
  startReloadInput,
} from "./schemas";
export { startReload } from "./start";
