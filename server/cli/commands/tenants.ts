import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parse as parseYaml } from "yaml";
import { variables } from "@/server/shared/env";
import { type Command, UsageError } from "../command";
import { table } from "../output";
import type { Portal } from "../portal";
import { exitCodeOf, type RunSummary, watchRun } from "../watch";

interface Tenant {
  id: string;
  slug: string;
  name: string;
  state: string;
  plan: string;
  problem: string | null;
}

interface Applied {
  tenants: { tenant: string; slug: string; run: string; removes?: string[] }[];
}

interface Checked {
  rows: {
    tenant: string;
    name: string;
    problem: { code: string; params: Record<string, string | number> } | null;
  }[];
}

/** Names of `{ env: NAME }` anywhere in the file. */
function secretNames(value: unknown, found = new Set<string>()): Set<string> {
  if (Array.isArray(value)) for (const v of value) secretNames(v, found);
  else if (value && typeof value === "object") {
    const { env } = value as { env?: unknown };
    if (typeof env === "string" && Object.keys(value).length === 1) found.add(env);
    else for (const v of Object.values(value)) secretNames(v, found);
  }
  return found;
}

function secretsFor(text: string): Record<string, string> {
  try {
    return variables(secretNames(parseYaml(text)));
  } catch {
    // The portal names the line of a file that is no YAML.
    return {};
  }
}

function readFile(file: string): string {
  try {
    return readFileSync(file === "-" ? 0 : file, "utf8");
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${(error as Error).message}`);
  }
}

/** A tenant by id or slug. */
export async function findTenant(portal: Portal, ref: string): Promise<Tenant> {
  if (ref.startsWith("ten_")) return portal.call<Tenant>("GET", `/tenants/${ref}`);
  const { items } = await portal.call<{ items: Tenant[] }>("GET", `/tenants?slug=${encodeURIComponent(ref)}`);
  const found = items[0];
  if (!found) throw new Error(`There is no tenant "${ref}".`);
  return found;
}

export const tenantCommands: Command[] = [
  {
    name: "tenants apply",
    args: ["FILE"],
    help: "Bring tenants to what a file describes; unchanged ones are left alone.",
    options: {
      wait: { type: "boolean", help: "Watch the runs until they ended." },
      prune: {
        type: "boolean",
        help: "Also remove what the file no longer names, inside the tenants it names.",
      },
    },
    async run({ portal, args, options, out }) {
      const file = args[0] ?? "-";
      const text = readFile(file);
      const applied = await portal.call<Applied>("POST", "/tenants/apply", {
        file: text,
        fileName: file,
        folder: file === "-" ? process.cwd() : dirname(resolve(file)),
        secrets: secretsFor(text),
        prune: Boolean(options.prune),
      });
      for (const t of applied.tenants) {
        out.event(
          { type: "started", run: t.run, tenant: t.slug, state: "queued", removes: t.removes },
          `${t.slug}  run ${t.run}`,
        );
        for (const line of t.removes ?? []) if (!out.json) out.event({}, `${t.slug}  removes ${line}`);
      }
      if (!options.wait) {
        out.event(
          { type: "result", state: "queued", tenants: applied.tenants },
          "Started. Watch with `npm run --silent tenantry -- runs watch RUN`.",
        );
        return 0;
      }
      const ended = await Promise.all(
        applied.tenants.map(async (t) => ({ ...t, ended: await watchRun(portal, out, t.run, t.slug) })),
      );
      return finish(ended, out);
    },
  },
  {
    name: "tenants add-template",
    args: ["TEMPLATE@VERSION", "TENANTS"],
    help: "Add a template to tenants there are (ids or slugs, with commas); others than it fits are left alone.",
    options: {
      check: { type: "boolean", help: "Only say whom it fits, and why not the others." },
      wait: { type: "boolean", help: "Watch the run until it ended." },
    },
    async run({ portal, args, options, out }) {
      const [template = "", refs = ""] = args;
      const tenants: string[] = [];
      for (const ref of refs.split(",").filter(Boolean)) tenants.push((await findTenant(portal, ref)).id);
      const body = { template, tenants };
      if (options.check) {
        const { rows } = await portal.call<Checked>("POST", "/tenants/add-template/check", body);
        const why = ({ problem }: Checked["rows"][number]) =>
          problem ? `${problem.code} ${Object.values(problem.params).join(" ")}`.trim() : "fits";
        out.result(rows, () =>
          table(
            ["TENANT", "NAME", "WHAT"],
            rows.map((row) => [row.tenant, row.name, why(row)]),
          ),
        );
        return rows.every((row) => row.problem === null) ? 0 : 1;
      }
      const started = await portal.call<{ run: string; tenants: number; left: number }>(
        "POST",
        "/tenants/add-template",
        body,
      );
      const text = `${started.tenants} tenants, ${started.left} left out  run ${started.run}`;
      out.event({ type: "started", ...started, state: "queued" }, text);
      if (!options.wait) return 0;
      return exitCodeOf([(await watchRun(portal, out, started.run, template)).state]);
    },
  },
  {
    name: "tenants list",
    help: "List tenants.",
    options: {
      q: { type: "string", value: "TEXT", help: "Search name, slug and id." },
      state: { type: "string", value: "STATE", help: "Only in this state." },
      limit: { type: "string", value: "N", help: "At most N (default 200)." },
    },
    async run({ portal, options, out }) {
      const query = new URLSearchParams({ limit: options.limit ?? "200" });
      if (options.q) query.set("q", options.q);
      if (options.state) query.set("state", options.state);
      const page = await portal.call<{ items: Tenant[]; next: string | null }>("GET", `/tenants?${query}`);
      out.result(page.items, () =>
        table(
          ["ID", "SLUG", "NAME", "STATE", "PLAN", "PROBLEM"],
          page.items.map((t) => [t.id, t.slug, t.name, t.state, t.plan, t.problem]),
        ),
      );
      return 0;
    },
  },
  {
    name: "tenants show",
    args: ["TENANT"],
    help: "Show one tenant (id or slug).",
    async run({ portal, args, out }) {
      const tenant = await findTenant(portal, args[0] ?? "");
      out.result(tenant, () =>
        Object.entries(tenant)
          .map(([k, v]) => `${k.padEnd(14)}${typeof v === "object" ? JSON.stringify(v) : v}`)
          .join("\n"),
      );
      return 0;
    },
  },
  {
    name: "tenants delete",
    args: ["TENANT"],
    help: "Delete a tenant with all its data, for ever.",
    options: {
      yes: { type: "boolean", help: "Do not only say what would be removed." },
      wait: { type: "boolean", help: "Wait until it is done." },
    },
    async run({ portal, args, options, out }) {
      const tenant = await findTenant(portal, args[0] ?? "");
      if (!options.yes) {
        throw new UsageError(
          `This removes ${tenant.name} (${tenant.slug}) with its apps, data and keys. Add --yes to do it.`,
        );
      }
      const { run } = await portal.call<{ run: string }>("DELETE", `/tenants/${tenant.id}`);
      if (!options.wait) {
        out.result({ type: "result", state: "queued", run }, () => `Started run ${run}.`);
        return 0;
      }
      const ended = await watchRun(portal, out, run, tenant.slug);
      out.event({ type: "result", state: ended.state, run }, ended.state);
      return exitCodeOf([ended.state]);
    },
  },
];

function finish(
  ended: { tenant: string; slug: string; run: string; ended: RunSummary }[],
  out: Parameters<Command["run"]>[0]["out"],
) {
  const tenants = ended.map((t) => ({
    tenant: t.slug,
    id: t.tenant,
    run: t.run,
    state: t.ended.state,
    result: t.ended.result,
    ...(t.ended.error ? { error: t.ended.error } : {}),
  }));
  const code = exitCodeOf(tenants.map((t) => t.state));
  const state = code === 0 ? "succeeded" : code === 3 ? "cancelled" : "failed";
  out.event(
    { type: "result", state, tenants },
    tenants
      .map(
        (t) =>
          `${t.tenant}: ${t.state}${t.result ? `, ${t.result}` : ""}${t.error ? `: ${t.error.message}` : ""}`,
      )
      .join("\n"),
  );
  return code;
}
