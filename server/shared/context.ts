import type { Store } from "@/db/store";
import type { Actor } from "@/server/auth/actor";
import type { PaymentConnect } from "@/server/billing/payments/port";
import type { FileGrants } from "@/server/connections/file-grants";
import type { ConnectionTester, SchemaBrowser } from "@/server/connections/port";
import type { Platform } from "@/server/platform/port";
import type { SourceReach } from "@/server/settings/port";
import type { ScriptCheck } from "@/server/templates/compile";
import type { ScriptLanguage } from "@/server/templates/script-language";
import type { Workflows } from "@/server/workflows/port";
import type { Clock } from "./clock";
import type { Keyring } from "./keyring";
import type { Logger } from "./logger";

/** What the process has, chosen once in `container.ts`. */
export interface Services {
  store: Store;
  clock: Clock;
  log: Logger;
  workflows: Workflows;
  keyring: Keyring;
  /** The platform of a tenant, by its `platform` column. Throws for an unknown one. */
  platform(id: string): Platform;
  /** Absolute path of the data folder. */
  dataFolder: string;
  tools: Tools;
  /** Reaches another payment provider than the settings' one: for tests. */
  payments?: PaymentConnect;
  /** Of the request these services work for; missing for work that no request started. */
  requestId?: string;
  /** Network address that request came from; null where none is known. */
  address?: string | null;
}

/** What verbs need of the built-in platform's parts without knowing them. */
export interface Tools {
  connectionTester: ConnectionTester;
  schemaBrowser: SchemaBrowser;
  /** Syntax errors of a load script, by line. */
  checkScript: ScriptCheck;
  scriptLanguage: ScriptLanguage;
  fileGrants: FileGrants;
  /** Hosts and folders connections may reach beyond public addresses and uploads. */
  sourceReach: SourceReach;
}

/** First parameter of every verb: the services, and who asks. */
export interface Context extends Services {
  actor: Actor;
  requestId: string;
}

/** A context for what the portal itself does, for a request or for none. `job` names it in the audit. */
export function systemContext(
  services: Services,
  job: string,
  requestId = services.requestId ?? job,
): Context {
  return { ...services, actor: { type: "system", id: job, job }, requestId };
}
