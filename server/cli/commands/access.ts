import type { Command } from "../command";
import { table } from "../output";

interface NewOwner {
  id: string;
  email: string;
  oneTimePassword: string;
}

interface Key {
  id: string;
  name: string;
  hint: string;
  tenantId: string | null;
  revokedAt: string | null;
}

const email = { type: "string", value: "EMAIL", help: "E-mail address of the owner." } as const;

const told = (owner: NewOwner) =>
  `${owner.email} can sign in once with: ${owner.oneTimePassword}\nThe password must be changed then.`;

export const accessCommands: Command[] = [
  {
    name: "owner create",
    help: "Make an owner with a one-time password.",
    options: { email, name: { type: "string", value: "NAME", help: "Name of the owner." } },
    async run({ portal, options, out }) {
      const owner = await portal.call<NewOwner>("POST", "/owners", {
        email: options.email,
        name: options.name,
      });
      out.result(owner, () => told(owner));
      return 0;
    },
  },
  {
    name: "owner reset",
    help: "Give an owner a new one-time password; ends their sessions.",
    options: { email },
    async run({ portal, options, out }) {
      const owner = await portal.call<NewOwner>("POST", "/owners/reset", { email: options.email });
      out.result(owner, () => told(owner));
      return 0;
    },
  },
  {
    name: "api-keys create",
    help: "Make an API key; it is shown this once.",
    options: {
      name: { type: "string", value: "NAME", help: "What it is for." },
      scope: {
        type: "string",
        multiple: true,
        value: "PERMISSION",
        help: "Limit it (repeatable); default: all a key may have.",
      },
      tenant: { type: "string", value: "ID", help: "Limit it to one tenant." },
    },
    async run({ portal, options, out }) {
      const key = await portal.call<{ key: string; id: string }>("POST", "/api-keys", {
        name: options.name ?? "command line",
        scopes: options.scope,
        tenantId: options.tenant,
      });
      out.result(key, () => key.key);
      return 0;
    },
  },
  {
    name: "api-keys list",
    help: "List API keys.",
    async run({ portal, out }) {
      const { items } = await portal.call<{ items: Key[] }>("GET", "/api-keys?limit=200");
      out.result(items, () =>
        table(
          ["ID", "NAME", "ENDS IN", "TENANT", "REVOKED"],
          items.map((k) => [k.id, k.name, k.hint, k.tenantId, k.revokedAt]),
        ),
      );
      return 0;
    },
  },
  {
    name: "api-keys revoke",
    args: ["ID"],
    help: "Revoke an API key at once.",
    async run({ portal, args, out }) {
      await portal.call("DELETE", `/api-keys/${args[0]}`);
      out.result({ id: args[0], revoked: true }, () => `${args[0]} is revoked.`);
      return 0;
    },
  },
];
