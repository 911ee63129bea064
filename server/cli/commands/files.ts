import { basename } from "node:path";
import type { Command } from "../command";
import { table } from "../output";
import { findTenant } from "./tenants";

interface UploadedFile {
  id: string;
  name: string;
  path: string;
  bytes: number;
}

export const fileCommands: Command[] = [
  {
    name: "files upload",
    args: ["TENANT", "FILE"],
    help: "Upload a file for a tenant's connections.",
    async run({ portal, args, out }) {
      const tenant = await findTenant(portal, args[0] ?? "");
      const file = args[1] ?? "";
      const query = new URLSearchParams({ tenant: tenant.id, name: basename(file) });
      const uploaded = await portal.upload<UploadedFile>(`/files?${query}`, file);
      out.result(uploaded, () => `Connections read it as ${uploaded.path}`);
      return 0;
    },
  },
  {
    name: "files list",
    args: ["TENANT"],
    help: "List a tenant's uploaded files.",
    async run({ portal, args, out }) {
      const tenant = await findTenant(portal, args[0] ?? "");
      const { items } = await portal.call<{ items: UploadedFile[] }>(
        "GET",
        `/files?tenant=${tenant.id}&limit=200`,
      );
      out.result(items, () =>
        table(
          ["FILE", "PATH", "BYTES"],
          items.map((f) => [f.id, f.path, f.bytes]),
        ),
      );
      return 0;
    },
  },
];
