/** What the steps do, in words for an error's first half. Keys are the step names, also message keys of the portal. */
const STEP_NAMES: Record<string, string> = {
  createTenant: "Creating the tenant",
  configureIdentity: "Setting up sign-on",
  assignLicence: "Assigning the licence",
  ensureGroups: "Making the groups",
  ensureSpaces: "Making the spaces",
  ensureMembers: "Adding the people",
  putConnections: "Setting up the connections",
  importApp: "Importing the app",
  applyScript: "Giving the app its script",
  startReload: "Reloading the data",
  verify: "Checking the new data",
  publish: "Publishing the app",
  verifyPublished: "Checking the published app",
  schedule: "Scheduling reloads",
  describe: "Noting it in the tenant's description",
  prune: "Removing what is no longer described",
  unschedule: "Stopping the schedules",
  suspend: "Suspending the tenant",
  resume: "Resuming the tenant",
  deleteTenant: "Deleting the tenant",
  forget: "Deleting what is known of the tenant",
  destroyKeys: "Destroying the tenant's keys",
  start: "Starting the tenants' runs",
  onboard: "Onboarding",
  prepare: "Preparing",
  finish: "Finishing",
};

export function stepName(step: string): string {
  return STEP_NAMES[step] ?? `The step "${step}"`;
}
