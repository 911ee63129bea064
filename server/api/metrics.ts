import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { fleetFacts } from "@/server/runs";
import type { Services } from "@/server/shared/context";

const KEY = Symbol.for("tenantry.metrics");

function build() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    httpDuration: new Histogram({
      name: "tenantry_http_request_seconds",
      help: "Time to answer a request, by route.",
      labelNames: ["route", "method", "status"],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers: [registry],
    }),
    runs: new Gauge({
      name: "tenantry_runs",
      help: "Runs kept, by kind and state.",
      labelNames: ["kind", "state"],
      registers: [registry],
    }),
    reloads: new Gauge({
      name: "tenantry_reloads",
      help: "Reloads kept, by state.",
      labelNames: ["state"],
      registers: [registry],
    }),
    reloadSeconds: new Gauge({
      name: "tenantry_reload_seconds",
      help: "Mean time of the reloads that ended well in the last 24 hours.",
      registers: [registry],
    }),
    rows: new Gauge({
      name: "tenantry_rows",
      help: "Rows in generations that are kept.",
      registers: [registry],
    }),
    queue: new Gauge({
      name: "tenantry_queue_depth",
      help: "Runs waiting and running, by queue.",
      labelNames: ["queue", "state"],
      registers: [registry],
    }),
    queries: new Histogram({
      name: "tenantry_query_seconds",
      help: "Time to answer a question to an app.",
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers: [registry],
    }),
  };
}

const holder = globalThis as { [KEY]?: ReturnType<typeof build> };
holder[KEY] ??= build();
const metrics = holder[KEY];

export const { registry, httpDuration, queries } = metrics;

/** Text for Prometheus: latencies as they were met, the rest counted now. */
export async function renderMetrics(services: Services): Promise<string> {
  const [depth, facts] = await Promise.all([services.workflows.depth(), fleetFacts(services)]);
  for (const gauge of [metrics.queue, metrics.runs, metrics.reloads]) gauge.reset();
  for (const q of depth) {
    metrics.queue.set({ queue: q.queue, state: "waiting" }, q.waiting);
    metrics.queue.set({ queue: q.queue, state: "running" }, q.running);
  }
  for (const { kind, state, n } of facts.runs) metrics.runs.set({ kind, state }, n);
  for (const { state, n } of facts.reloads) metrics.reloads.set({ state }, n);
  metrics.reloadSeconds.set(facts.reloadSeconds);
  metrics.rows.set(facts.rows);
  return registry.metrics();
}
