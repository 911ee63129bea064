import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { openStore } from "@/db/store";
import { tellStarted } from "./announcements";
import { makeLocalToken } from "./api/local-token";
import { pruneIdempotencyKeys } from "./api/rest/idempotency";
import { registerBilling, startSpendAlerts } from "./billing";
import { connectionSecret } from "./connections";
import { createBuiltin } from "./container-builtin";
import { deliveryMayLeave, putAllOnClock, registerDeliveries } from "./deliveries";
import { sweepEmbeds } from "./embeds";
import { type MayLeave, startOutbox } from "./mail";
import { invitationMayLeave } from "./members";
import { sweepNotifications } from "./notifications";
import { loadPlans } from "./plans";
import { noteLate, registerProvisioning, sweepJournal } from "./provisioning";
import { sweepRetention } from "./retention";
import { sweepRuns } from "./runs";
import { runFirstStart } from "./setup/first-start";
import { systemClock } from "./shared/clock";
import { type Services, systemContext } from "./shared/context";
import { takeDataFolder } from "./shared/data-lock";
import { type Env, tellNextAuth } from "./shared/env";
import { AppError } from "./shared/errors";
import { loadKeyring } from "./shared/keyring.store";
import { createLogger } from "./shared/logger";
import { masterSecrets } from "./shared/secret";
import { pruneRejects, startMetering } from "./usage";
import { ensureFirstOwner } from "./users";
import { createSqliteWorkflows } from "./workflows/sqlite";

export interface Container {
  services: Services;
  /** What it does now and what deserves attention. */
  health(): { ready: boolean; doing: string | null; reasons: string[] };
  /** Lets steps finish, hands runs back, closes children and the database. */
  stop(graceMs: number): Promise<void>;
}

const HOUSEKEEPING_MS = 3_600_000;
const SWEEP_MS = 15_000;
const KEEP_RUNS_DAYS = 90;

function refusePostgres(url: string): void {
  if (!/^postgres(ql)?:/.test(url)) return;
  throw new Error(
    "DATABASE_URL names a PostgreSQL server, but this version has no workflow driver for it yet. " +
      "Remove DATABASE_URL to use the SQLite file in the data folder.",
  );
}

/** Opens everything a portal (or a command on its data folder) needs. The only file that chooses implementations. */
export async function startContainer(env: Env): Promise<Container> {
  refusePostgres(env.databaseUrl);
  const release = takeDataFolder(env.data, env.url);
  try {
    return await start(env, release);
  } catch (error) {
    release();
    throw error;
  }
}

async function start(env: Env, release: () => void): Promise<Container> {
  tellNextAuth(env.url);
  await mkdir(join(env.data, "uploads"), { recursive: true, mode: 0o700 });
  const log = createLogger(env.logLevel);
  const clock = systemClock;
  const { given: secret, next } = masterSecrets(env);
  const store = await openStore(env.databaseUrl);
  const keyring = await loadKeyring(next ? [secret.value, next] : [secret.value], { store, clock });
  const workflows = createSqliteWorkflows({ store, clock, log });
  const builtin = await createBuiltin(env, {
    store,
    clock,
    log,
    keyring,
    secret: (tenantId, name) => connectionSecret(systemContext(services, "reload"), tenantId, name),
  });
  const services: Services = {
    store,
    clock,
    log,
    workflows,
    keyring,
    tools: builtin.tools,
    dataFolder: env.data,
    platform(id) {
      if (id === builtin.platform.id) return builtin.platform;
      throw new AppError("invalid", "platform.unknown", `There is no platform "${id}" here.`, {
        advice: 'Use "built-in".',
      });
    },
  };
  registerProvisioning(services);
  registerDeliveries(services);
  await loadPlans(store);
  makeLocalToken(env.data);
  await ensureFirstOwner(services);
  await registerBilling(services);
  await workflows.launch();
  await putAllOnClock(services);
  await sweepRuns(systemContext(services, "start"), 0);
  const sweeping = setInterval(() => void quietly(services, () => sweep(services)), SWEEP_MS);
  const housekeeping = setInterval(() => void quietly(services, () => houseKeep(services)), HOUSEKEEPING_MS);
  const outbox = startOutbox(services, mayLeave(services));
  const metering = startMetering(services);
  const spending = startSpendAlerts(services);
  const attention =
    secret.source === "data-folder"
      ? [
          "The master secret lies in the data folder: keep it elsewhere with TENANTRY_SECRET_FILE, apart from backups.",
        ]
      : [];
  const firstStart = env.sample ? runFirstStart(services, env) : null;
  return {
    services,
    health: () => ({
      ready: true,
      doing: firstStart?.doing() ?? null,
      reasons: [...attention, firstStart?.failure() ?? null].filter((r) => r !== null),
    }),
    async stop(graceMs) {
      clearInterval(sweeping);
      clearInterval(housekeeping);
      await outbox.stop();
      await spending.stop();
      await workflows.drain(graceMs);
      await metering.stop();
      await builtin.close();
      await store.close();
      release();
    },
  };
}

/** What a mail was made for may be over by the time it is sent. */
function mayLeave(services: Services): MayLeave {
  const [invitation, delivery] = [invitationMayLeave(services), deliveryMayLeave(services)];
  return async (mail) => (await invitation(mail)) ?? delivery(mail);
}

/** Starts runs whose row was kept but whose workflow was not begun. */
async function sweep(services: Services): Promise<void> {
  await sweepRuns(systemContext(services, "sweep"));
  await alone("announcements", () => tellStarted(services));
}

const busy = new Set<string>();

/** Work that may take longer than the time between two sweeps is not begun again meanwhile. */
async function alone(name: string, work: () => Promise<void>): Promise<void> {
  if (busy.has(name)) return;
  busy.add(name);
  await work().finally(() => busy.delete(name));
}

async function houseKeep(services: Services): Promise<void> {
  const before = new Date(services.clock.now().getTime() - KEEP_RUNS_DAYS * 86_400_000);
  await services.workflows.prune(before);
  await sweepJournal(services);
  await pruneIdempotencyKeys(services);
  await sweepEmbeds(services);
  await sweepRetention(systemContext(services, "retention"));
  await sweepNotifications(services);
  await noteLate(systemContext(services, "late"));
  await pruneRejects(services);
}

async function quietly(services: Services, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    services.log.error({ err: error }, "housekeeping failed");
  }
}
