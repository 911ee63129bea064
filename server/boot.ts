import { type EmbedListener, listenForEmbeds } from "./api/embed/listener";
import { type Container, startContainer } from "./container";
import { settings } from "./shared/settings";

export interface Health {
  live: true;
  ready: boolean;
  /** What the portal is doing now: "making the sample databases". */
  doing: string | null;
  /** Why it is not ready, or what deserves attention. */
  reasons: string[];
}

interface State {
  started: Promise<Container> | null;
  container: Container | null;
  embeds: EmbedListener | null;
  failure: string | null;
  stopping: boolean;
}

const KEY = Symbol.for("tenantry.boot");
const holder = globalThis as { [KEY]?: State };
holder[KEY] ??= { started: null, container: null, embeds: null, failure: null, stopping: false };
const state = holder[KEY];

const DRAIN_MS = 20_000;

async function stop(signal: NodeJS.Signals): Promise<void> {
  if (state.stopping) return;
  state.stopping = true;
  state.container?.services.log.info({ signal }, "stopping");
  await state.embeds?.close();
  await state.container?.stop(DRAIN_MS).catch(() => undefined);
  process.exit(0);
}

/** Starts the services in the background: the port answers while they come up. */
export function boot(): Promise<Container> {
  if (state.started) return state.started;
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stop(signal));
  state.started = startContainer(settings());
  state.started.then(
    async (c) => {
      state.container = c;
      state.embeds = await listenForEmbeds(c.services, settings());
    },
    (error: unknown) => {
      state.failure = error instanceof Error ? error.message : String(error);
      process.stderr.write(`Tenantry could not start: ${state.failure}\n`);
      process.exit(1);
    },
  );
  return state.started;
}

/** The running container; waits for it while it starts. */
export function container(): Promise<Container> {
  return state.container ? Promise.resolve(state.container) : boot();
}

export function readiness(): Health {
  if (state.stopping)
    return { live: true, ready: false, doing: "stopping", reasons: ["The portal is stopping."] };
  if (state.failure) return { live: true, ready: false, doing: null, reasons: [state.failure] };
  if (!state.container)
    return { live: true, ready: false, doing: "starting", reasons: ["The services are starting."] };
  const health = state.container.health();
  const problem = state.embeds?.problem;
  return { live: true, ...health, reasons: problem ? [...health.reasons, problem] : health.reasons };
}
