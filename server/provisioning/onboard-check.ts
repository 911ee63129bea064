import { authorize } from "@/server/auth";
import { planByRef } from "@/server/plans";
import type { Context } from "@/server/shared/context";
import { variables } from "@/server/shared/env";
import { isAppError } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import type { FileIssue, YamlDocument } from "@/server/shared/yaml";
import { flattenIssues } from "@/server/shared/zod-issues";
import type { TenantRow } from "@/server/tenants";
import { APPLY_PERMISSIONS, immovable, tenantBySlug } from "./apply";
import { manyFromCsv } from "./onboard-csv";
import { type ManyEntries, manyFromYaml } from "./onboard-file";
import { type OnboardPreviewInput, onboardPreviewInput, SECRET_PREFIX } from "./onboard-schemas";
import { type ResolvedTenant, resolveTenants } from "./resolve";
import { type TenantEntry, type TenantsFile, tenantsFile } from "./tenants-file";
import { checkReferences } from "./tenants-file-check";

export interface OnboardRow {
  index: number;
  line: number | null;
  slug: string;
  name: string;
  plan: string;
  apps: string[];
  connections: string[];
  /** `update`: there is such a tenant; the row would change it. */
  kind: "new" | "update";
  /** What is wrong; such a row cannot be onboarded. */
  issues: { path: string; line: number | null; message: string }[];
}

/** A secret that connections of good rows take. */
export interface NeededSecret {
  /** Variable the file names, or the one made for a kind. */
  env: string;
  kinds: string[];
  tenants: number;
  /** The portal's environment has it; else it must be given. */
  known: boolean;
}

export interface CheckedRow {
  row: OnboardRow;
  wanted: ResolvedTenant | null;
  existing: TenantRow | null;
}

const entrySchema = tenantsFile.shape.tenants.element;

function shown(entry: unknown, key: string): string {
  const value = (entry as Record<string, unknown> | null)?.[key];
  return typeof value === "string" || typeof value === "number" ? String(value).slice(0, 120) : "";
}

function planProblem(plan: string): string | null {
  try {
    planByRef(plan);
    return null;
  } catch (error) {
    if (!isAppError(error)) throw error;
    return `${error.message} ${error.options.advice ?? ""}`.trim();
  }
}

/** Parses every entry on its own, so that one that is wrong does not hide the others. */
function parseEach(many: ManyEntries): { issues: FileIssue[][]; good: Map<number, TenantEntry> } {
  const good = new Map<number, TenantEntry>();
  const issues = many.entries.map((entry, i) => {
    const parsed = entrySchema.safeParse(entry);
    const named = shown(entry, "plan");
    const plan = named === "" ? null : planProblem(named);
    const found = plan ? [many.issue(i, ["plan"], plan)] : [];
    if (parsed.success && !plan) good.set(i, parsed.data);
    if (parsed.success) return found;
    const wrong = flattenIssues(parsed.error.issues).map(({ path, key, message }) =>
      many.issue(i, key === undefined ? path : [...path, key], message),
    );
    return [...wrong, ...found];
  });
  return { issues, good };
}

/** The good entries as a document of their own, whose issues go to the row they are about. */
function documentOf(
  many: ManyEntries,
  good: Map<number, TenantEntry>,
  issues: FileIssue[][],
): YamlDocument<TenantsFile> {
  const indexes = [...good.keys()];
  return {
    value: { tenants: [...good.values()] },
    issue([, at, ...path], message) {
      const index = indexes[Number(at)] ?? 0;
      const issue = many.issue(index, path, message);
      issues[index]?.push(issue);
      return issue;
    },
  };
}

/** Reads and checks an upload row by row against templates, plans and the tenants there are. Writes nothing. */
export async function checkMany(ctx: Context, input: OnboardPreviewInput): Promise<CheckedRow[]> {
  for (const permission of APPLY_PERMISSIONS) authorize(ctx, permission);
  const { file, fileName, format } = parse(onboardPreviewInput, input);
  const many =
    format === "csv"
      ? manyFromCsv(file, fileName, ctx.tools.schemaBrowser.forms())
      : manyFromYaml(file, fileName);
  const { issues, good } = parseEach(many);
  const document = documentOf(many, good, issues);
  checkReferences(document);
  const { tenants } = await resolveTenants(ctx, document);
  const rows = await Promise.all(tenants.map((t) => tenantBySlug(ctx, t.slug)));
  immovable(document, rows);
  const order = [...good.keys()];
  return many.entries.map((entry, index) => {
    const at = order.indexOf(index);
    const [wanted, existing] = [tenants[at] ?? null, rows[at] ?? null];
    const found = (issues[index] ?? []).map(({ path, line, message }) => ({
      path,
      line: line ?? null,
      message,
    }));
    const row: OnboardRow = {
      index,
      line: many.line(index),
      slug: shown(entry, "slug"),
      name: shown(entry, "name"),
      plan: shown(entry, "plan"),
      apps: wanted?.apps.map((a) => `${a.template}@${a.version}`) ?? [],
      connections: wanted?.connections.map((c) => c.kind) ?? [],
      kind: existing ? "update" : "new",
      issues: found,
    };
    return { row, wanted: found.length === 0 ? wanted : null, existing };
  });
}

/** Secrets the good rows take, and which of them the portal's environment has. */
export function neededSecrets(checked: CheckedRow[]): {
  needed: NeededSecret[];
  values: Record<string, string>;
} {
  const byName = new Map<string, { kinds: Set<string>; tenants: Set<string> }>();
  for (const { wanted } of checked)
    for (const { env, kind } of wanted?.connections ?? []) {
      if (env === null) continue;
      const known = byName.get(env) ?? { kinds: new Set(), tenants: new Set() };
      known.kinds.add(kind);
      known.tenants.add(wanted?.slug ?? "");
      byName.set(env, known);
    }
  const values = variables([...byName.keys()].filter((name) => name.startsWith(SECRET_PREFIX)));
  const needed = [...byName].map(([env, { kinds, tenants }]) => ({
    env,
    kinds: [...kinds].sort(),
    tenants: tenants.size,
    known: env in values,
  }));
  return { needed, values };
}

export interface OnboardPreview {
  rows: OnboardRow[];
  secrets: NeededSecret[];
}

/** What an upload would do, row by row. @throws `tenants.file` where it cannot be read at all */
export async function previewOnboarding(ctx: Context, input: OnboardPreviewInput): Promise<OnboardPreview> {
  const checked = await checkMany(ctx, input);
  return { rows: checked.map((c) => c.row), secrets: neededSecrets(checked).needed };
}
