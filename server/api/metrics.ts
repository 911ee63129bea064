import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
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
    runs: new Counter({
      name: "tenantry_runs_total",
      help: "Runs that ended, by kind and state.",
      labelNames: ["kind", "state"],
      registers: [registry],
    }),
    reloads: new Counter({
      name: "tenantry_reloads_total",
      help: "Reloads that ended, by state.",
      labelNames: ["state"],
      registers: [registry],
    }),
    reloadRows: new Counter({
      name: "tenantry_reload_rows_total",
      help: "Rows loaded.",
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

export const { registry, httpDuration, runs, reloads, reloadRows, queries } = metrics;

/** Text for Prometheus, with the queues' depth as it is now. */
export async function renderMetrics(services: Services): Promise<string> {
  metrics.queue.reset();
  for (const q of await services.workflows.depth()) {
    metrics.queue.set({ queue: q.queue, state: "waiting" }, q.waiting);
    metrics.queue.set({ queue: q.queue, state: "running" }, q.running);
  }
  return registry.metrics();
}
