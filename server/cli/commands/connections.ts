import type { Command } from "../command";
import { table } from "../output";
import { findTenant } from "./tenants";

interface Connection {
  id: string;
  name: string;
  kind: string;
}

interface Tested {
  ok: boolean;
  message?: string;
  advice?: string;
  version?: string;
}

export const connectionCommands: Command[] = [
  {
    name: "connections list",
    args: ["TENANT"],
    help: "List a tenant's connections.",
    async run({ portal, args, out }) {
      const tenant = await findTenant(portal, args[0] ?? "");
      const { items } = await portal.call<{ items: Connection[] }>(
        "GET",
        `/connections?tenant=${tenant.id}&limit=200`,
      );
      out.result(items, () =>
        table(
          ["CONNECTION", "NAME", "KIND"],
          items.map((c) => [c.id, c.name, c.kind]),
        ),
      );
      return 0;
    },
  },
  {
    name: "connections test",
    args: ["CONNECTION"],
    help: "Test a connection.",
    async run({ portal, args, out }) {
      const tested = await portal.call<Tested>("POST", `/connections/${args[0]}/test`);
      out.result(tested, () =>
        tested.ok
          ? `Reached: ${tested.version ?? ""}`
          : [tested.message, tested.advice].filter(Boolean).join(" "),
      );
      return tested.ok ? 0 : 1;
    },
  },
];
