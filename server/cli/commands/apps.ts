import { type Command, UsageError } from "../command";
import { table } from "../output";
import type { Portal } from "../portal";
import { findTenant } from "./tenants";

interface App {
  id: string;
  tenantId: string;
  templateId: string;
  title: string;
  publishedVersion: string | null;
}

interface Answer {
  columns: { name: string }[];
  rows: (string | number | boolean | null)[][];
  totals?: (string | number | boolean | null)[];
}

/** An app by id, or as `tenant-slug/template`. */
export async function findApp(portal: Portal, ref: string): Promise<App> {
  if (ref.startsWith("app_")) return portal.call<App>("GET", `/apps/${ref}`);
  const [slug, template] = ref.split("/");
  if (!slug || !template)
    throw new UsageError(`Name an app by its id, or as tenant/template: "${ref}" is neither.`);
  const tenant = await findTenant(portal, slug);
  const { items } = await portal.call<{ items: App[] }>("GET", `/apps?tenant=${tenant.id}&limit=200`);
  const app = items.find((a) => a.templateId === template);
  if (!app) throw new Error(`${tenant.name} has no app of the template "${template}".`);
  return app;
}

/** `Country=DE,AT` → { Country: ["DE", "AT"] }; a comma inside a value is written `\,`. */
function selections(list: string[] = []): Record<string, string[]> {
  const entries = list.map((text) => {
    const at = text.indexOf("=");
    if (at < 1) throw new UsageError(`--select "${text}": write Field=value1,value2`);
    const values = text
      .slice(at + 1)
      .split(/(?<!\\),/)
      .map((v) => v.replaceAll("\\,", ","));
    return [text.slice(0, at), values] as const;
  });
  return Object.fromEntries(entries);
}

/** `2:desc` → second column, descending. */
function sorting(list: string[] = []) {
  return list.map((text) => {
    const m = /^(\d+)(?::(asc|desc))?$/.exec(text);
    if (!m || Number(m[1]) < 1)
      throw new UsageError(`--sort "${text}": write COLUMN or COLUMN:desc, columns from 1`);
    return { column: Number(m[1]) - 1, order: m[2] ?? "asc" };
  });
}

export const appCommands: Command[] = [
  {
    name: "apps list",
    args: ["TENANT"],
    help: "List a tenant's apps.",
    async run({ portal, args, out }) {
      const tenant = await findTenant(portal, args[0] ?? "");
      const { items } = await portal.call<{ items: App[] }>("GET", `/apps?tenant=${tenant.id}&limit=200`);
      out.result(items, () =>
        table(
          ["APP", "TEMPLATE", "TITLE", "PUBLISHED"],
          items.map((a) => [a.id, a.templateId, a.title, a.publishedVersion]),
        ),
      );
      return 0;
    },
  },
  {
    name: "apps query",
    args: ["APP"],
    help: "Ask a published app (id, or tenant/template).",
    options: {
      dimension: {
        type: "string",
        multiple: true,
        value: "FIELD",
        help: "A field, or =expression (repeatable).",
      },
      measure: {
        type: "string",
        multiple: true,
        value: "EXPR",
        help: 'An aggregation, "Sum(Sales)", or a measure\'s name in the template (repeatable).',
      },
      select: {
        type: "string",
        multiple: true,
        value: "F=V,V",
        help: "Select values of a field (repeatable).",
      },
      sort: {
        type: "string",
        multiple: true,
        value: "N[:desc]",
        help: "Sort by column N, from 1 (repeatable).",
      },
      limit: { type: "string", value: "N", help: "At most N rows." },
      totals: { type: "boolean", help: "Also the measures over everything selected." },
    },
    async run({ portal, args, options, out }) {
      const app = await findApp(portal, args[0] ?? "");
      const answer = await portal.call<Answer>("POST", `/apps/${app.id}/query`, {
        dimensions: options.dimension ?? [],
        measures: options.measure ?? [],
        selections: selections(options.select),
        sort: sorting(options.sort),
        ...(options.limit ? { limit: Number(options.limit) } : {}),
        totals: Boolean(options.totals),
      });
      out.result(answer, () =>
        table(
          answer.columns.map((c) => c.name),
          [
            ...answer.rows,
            ...(answer.totals ? [[...(options.dimension ?? []).map(() => "total"), ...answer.totals]] : []),
          ].map((r) => r.map((c) => (typeof c === "boolean" ? String(c) : c))),
        ),
      );
      return 0;
    },
  },
];
