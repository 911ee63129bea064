import type { Command } from "../command";
import { accessCommands } from "./access";
import { appCommands } from "./apps";
import { auditCommands } from "./audit";
import { billingCommands } from "./billing";
import { connectionCommands } from "./connections";
import { fileCommands } from "./files";
import { reloadCommands } from "./reloads";
import { runCommands } from "./runs";
import { secretCommands } from "./secret";
import { templateCommands } from "./templates";
import { tenantCommands } from "./tenants";
import { usageCommands } from "./usage";

export const commands: readonly Command[] = [
  ...accessCommands,
  ...templateCommands,
  ...tenantCommands,
  ...runCommands,
  ...reloadCommands,
  ...appCommands,
  ...connectionCommands,
  ...fileCommands,
  ...usageCommands,
  ...billingCommands,
  ...auditCommands,
  ...secretCommands,
];
