import { readFile } from "node:fs/promises";
import type { Command } from "../command";
import { UsageError } from "../command";

interface Meter {
  id: string;
  aggregation: string;
  unit: string;
  quantity: string;
}

interface Answer {
  accepted: number;
  duplicates: number;
  rejected: number;
  events: { id: string | null; status: string; reason?: string; message?: string }[];
}

interface TenantUsage {
  from: string;
  to: string;
  meters: Meter[];
}

const period = {
  from: { type: "string", value: "INSTANT", help: "From then on (2026-03-01T00:00:00Z)." },
  to: { type: "string", value: "INSTANT", help: "Until before then; by default now." },
} as const;

function query(given: Record<string, string | undefined>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(given)) if (value !== undefined) params.set(name, value);
  return params.toString();
}

export const usageCommands: Command[] = [
  {
    name: "usage show",
    args: ["TENANT"],
    help: "What a tenant used, in this billing period or between two instants.",
    options: period,
    async run({ portal, args, options, out }) {
      const asked = query({ tenant: args[0], from: options.from, to: options.to });
      const found = await portal.call<TenantUsage>("GET", `/usage?${asked}`);
      const lines = found.meters.map((m) => `${m.id.padEnd(24)}  ${m.quantity.padStart(20)} ${m.unit}`);
      out.result(found, () => [`${found.from} to ${found.to}`, ...lines].join("\n"));
      return 0;
    },
  },
  {
    name: "usage events",
    args: ["TENANT", "METER"],
    help: "The events behind a quantity, oldest first.",
    options: period,
    async run({ portal, args, options, out }) {
      interface Event {
        id: string;
        source: string;
        time: string;
        quantity: string;
      }
      let cursor: string | undefined;
      do {
        const asked = query({ tenant: args[0], meter: args[1], from: options.from, to: options.to, cursor });
        const page = await portal.call<{ items: Event[]; next: string | null }>(
          "GET",
          `/usage/events?${asked}`,
        );
        for (const e of page.items)
          out.event(e, `${e.time}  ${e.quantity.padStart(16)}  ${e.source}  ${e.id}`);
        cursor = page.next ?? undefined;
      } while (cursor);
      return 0;
    },
  },
  {
    name: "usage send",
    args: ["FILE"],
    help: "Send CloudEvents of a JSON file (one, or an array of at most 1000).",
    async run({ portal, args, out }) {
      const answer = await portal.call<Answer>("POST", "/usage/events", await readJson(args[0] ?? ""));
      const wrong = answer.events.filter((event) => event.status === "rejected");
      out.result(answer, () =>
        [
          `${answer.accepted} accepted, ${answer.duplicates} known already, ${answer.rejected} refused`,
          ...wrong.map((event) => `  ${event.id ?? "?"}: ${event.reason}: ${event.message}`),
        ].join("\n"),
      );
      return answer.rejected > 0 ? 1 : 0;
    },
  },
  {
    name: "usage meters",
    help: "What is measured.",
    async run({ portal, out }) {
      const { items } = await portal.call<{ items: Meter[] }>("GET", "/usage/meters");
      out.result(items, () =>
        items.map((m) => `${m.id.padEnd(24)}  ${m.aggregation.padEnd(14)} ${m.unit}`).join("\n"),
      );
      return 0;
    },
  },
];

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    throw new UsageError(`${file}: ${error instanceof Error ? error.message : error}`);
  }
}
