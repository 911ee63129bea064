export { dashboardOf, openDashboard } from "./open";
