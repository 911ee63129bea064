import { writeFile } from "node:fs/promises";
import { majorText } from "@/server/shared/money";
import type { Command } from "../command";
import { UsageError } from "../command";

interface Invoice {
  id: string;
  tenantId: string;
  type: string;
  state: string;
  number: string | null;
  currency: string;
  gross: number;
  paid: number;
  dueAt: string | null;
  overdue: boolean;
}

const lineOf = (i: Invoice) =>
  [
    (i.number ?? "draft").padEnd(18),
    (i.overdue ? "overdue" : i.state).padEnd(13),
    majorText(i.gross, i.currency).padStart(14),
    i.currency,
    i.dueAt?.slice(0, 10) ?? " ".repeat(10),
    i.tenantId,
    i.id,
  ].join("  ");

export const billingCommands: Command[] = [
  {
    name: "billing run",
    help: "Bill whatever is due now; billing does so by itself each hour.",
    async run({ portal, out }) {
      const started = await portal.call<{ run: string }>("POST", "/billing/run", {});
      out.result(started, () => `Started: ${started.run}. Follow it with \`runs show ${started.run}\`.`);
      return 0;
    },
  },
  {
    name: "invoices list",
    help: "List invoices and credit notes, newest first.",
    options: {
      tenant: { type: "string", value: "ID", help: "Of one tenant." },
      state: { type: "string", value: "STATE", help: "draft, final, paid, void or uncollectible." },
    },
    async run({ portal, options, out }) {
      let cursor: string | null = null;
      do {
        const asked = new URLSearchParams({ limit: "200" });
        const given = { tenant: options.tenant, state: options.state, cursor };
        for (const [name, value] of Object.entries(given)) if (value) asked.set(name, value);
        const page: { items: Invoice[]; next: string | null } = await portal.call(
          "GET",
          `/invoices?${asked}`,
        );
        for (const invoice of page.items) out.event(invoice, lineOf(invoice));
        cursor = page.next;
      } while (cursor);
      return 0;
    },
  },
  {
    name: "invoices show",
    args: ["ID"],
    help: "Show an invoice with its lines and payments.",
    async run({ portal, args, out }) {
      interface Line {
        title: Record<string, string>;
        chargeId: string;
        quantity: string;
        net: number;
        periodFrom: string;
        periodTo: string;
      }
      const found = await portal.call<Invoice & { lines: Line[] }>("GET", `/invoices/${args[0]}`);
      const lines = found.lines.map(
        (l) =>
          `  ${l.periodFrom.slice(0, 10)}..${l.periodTo.slice(0, 10)}  ${l.quantity.padStart(12)}  ` +
          `${majorText(l.net, found.currency).padStart(14)}  ${l.title.en ?? l.chargeId}`,
      );
      out.result(found, () => [lineOf(found), ...lines].join("\n"));
      return 0;
    },
  },
  {
    name: "invoices pdf",
    args: ["ID", "FILE"],
    help: "Download an invoice as PDF.",
    async run({ portal, args, out }) {
      const [id = "", file = ""] = args;
      await writeNew(file, await portal.download(`/invoices/${id}/pdf`));
      out.result({ file }, () => `Written: ${file}`);
      return 0;
    },
  },
  {
    name: "invoices export",
    args: ["FILE"],
    help: "Write the lines of invoices that became final in a time, for accounting, as CSV.",
    options: {
      from: { type: "string", value: "DATE", help: "From then on (2026-03-01)." },
      to: { type: "string", value: "DATE", help: "Until before then." },
      tenant: { type: "string", value: "ID", help: "Of one tenant." },
    },
    async run({ portal, args, options, out }) {
      const { from, to, tenant } = options;
      if (!from || !to) throw new UsageError("Give the time: --from 2026-03-01 --to 2026-04-01");
      const asked = new URLSearchParams({ from, to, ...(tenant ? { tenant } : {}) });
      const [file = ""] = args;
      await writeNew(file, await portal.download(`/invoices.csv?${asked}`));
      out.result({ file }, () => `Written: ${file}`);
      return 0;
    },
  },
];

async function writeNew(file: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeFile(file, bytes, { flag: "wx" });
  } catch (error) {
    throw new UsageError(`${file}: ${error instanceof Error ? error.message : error}`);
  }
}
