import { columns } from "./columns.sqlite";
import { buildSchema } from "./index";

/** Named exports for drizzle-kit only; code takes tables from the store. */
export const {
  users,
  sessions,
  members,
  apiKeys,
  tenants,
  tenantKeys,
  groups,
  templates,
  templateVersions,
  connections,
  apps,
  generations,
  reloads,
  reloadLog,
  files,
  auditEntries,
  auditPayloads,
  idempotencyKeys,
  settings,
  builtinObjects,
  runs,
  workflowRuns,
  workflowSteps,
  workflowAttempts,
  runEvents,
  workflowSchedules,
} = buildSchema(columns);
