export { Dashboard } from "./dashboard";
export type {
  DashboardHandle,
  DashboardPart,
  DashboardProps,
  DashboardSource,
  DashboardState,
  DashboardTheme,
} from "./source";
