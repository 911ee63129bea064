import type { z } from "zod";
import type { Condition } from "@/db/schema";
import type { Connection } from "@/server/connections";
import { listPlans } from "@/server/plans";
import type { Context } from "@/server/shared/context";
import { pathText } from "@/server/shared/parse";
import { fitsParameter, type TemplateVersion } from "@/server/templates";
import { slugTaken } from "@/server/tenants";
import { isComplete } from "./conditions-model";
import { type DraftApp, type DraftData, type DraftStep, detailsForm, peopleForm } from "./schemas";

/** Something that keeps a draft from being created, and where it is put right. */
export interface DraftProblem {
  step: DraftStep;
  /** Field of the step: `slug`, `apps[0].parameters.first_year`. */
  path: string;
  message: string;
}

interface Known {
  data: DraftData;
  connections: Connection[];
  versions: Map<string, TemplateVersion>;
}

/** Everything that is missing or wrong, in the order of the steps. */
export async function draftProblems(ctx: Context, id: string, known: Known): Promise<DraftProblem[]> {
  const { data } = known;
  return [
    ...issuesOf("details", detailsForm, data.details ?? {}),
    ...(await slugProblems(ctx, id, data.details?.slug)),
    ...planProblems(ctx, data),
    ...templateProblems(known),
    ...connectionProblems(known),
    ...conditionProblems(data),
    ...issuesOf("people", peopleForm, { others: [], ...data.people, admin: data.people?.admin ?? {} }),
  ];
}

function issuesOf(step: DraftStep, schema: z.ZodType, value: unknown): DraftProblem[] {
  const result = schema.safeParse(value);
  if (result.success) return [];
  return result.error.issues.map((i) => ({
    step,
    path: pathText(i.path),
    message: i.code === "invalid_type" ? "is needed" : i.message,
  }));
}

async function slugProblems(ctx: Context, id: string, slug: string | undefined): Promise<DraftProblem[]> {
  if (!slug || !(await slugTaken(ctx.store.read, ctx, slug, id))) return [];
  return [{ step: "details", path: "slug", message: "is taken" }];
}

function planProblems(ctx: Context, data: DraftData): DraftProblem[] {
  const plan = listPlans(ctx).find((p) => p.ref === data.details?.plan);
  if (!plan) return data.details?.plan ? [{ step: "details", path: "plan", message: "is not a plan" }] : [];
  const { apps, members } = plan.entitlements;
  const people = 1 + (data.people?.others?.length ?? 0);
  const problems: DraftProblem[] = [];
  if ((data.apps?.length ?? 0) > apps)
    problems.push({ step: "templates", path: "apps", message: `the plan allows ${apps} apps` });
  if (people > members)
    problems.push({ step: "people", path: "others", message: `the plan allows ${members} people` });
  return problems;
}

function templateProblems({ data, versions }: Known): DraftProblem[] {
  const apps = data.apps ?? [];
  if (apps.length === 0) return [{ step: "templates", path: "apps", message: "needs at least one template" }];
  return apps.flatMap((app, i): DraftProblem[] => {
    const version = versions.get(app.template);
    if (!version)
      return [{ step: "templates", path: `apps[${i}].template`, message: "is not there any more" }];
    return parameterProblems(app, i, version);
  });
}

function parameterProblems(app: DraftApp, i: number, { manifest }: TemplateVersion): DraftProblem[] {
  return manifest.parameters.flatMap((p): DraftProblem[] => {
    const value = app.parameters[p.name] ?? p.default;
    const at = { step: "templates" as const, path: `apps[${i}].parameters.${p.name}` };
    if (value === undefined || value === null) return p.required ? [{ ...at, message: "is needed" }] : [];
    return fitsParameter(p.type, value) ? [] : [{ ...at, message: `needs a ${p.type}` }];
  });
}

function connectionProblems({ data, connections, versions }: Known): DraftProblem[] {
  const apps = data.apps ?? [];
  return apps.flatMap((app, i) =>
    (versions.get(app.template)?.manifest.connections ?? []).flatMap((slot): DraftProblem[] => {
      const at = { step: "connections" as const, path: `apps[${i}].connections.${slot.name}` };
      const name = app.connections[slot.name];
      const row = connections.find((c) => c.name === name);
      if (!row) return [{ ...at, message: "has no connection yet" }];
      if (slot.kinds && !slot.kinds.includes(row.kind))
        return [{ ...at, message: `takes ${slot.kinds.join(", ")}, not ${row.kind}` }];
      if (!row.testResult) return [{ ...at, message: "was not tested since it changed" }];
      return row.testResult.ok ? [] : [{ ...at, message: row.testResult.message ?? "does not answer" }];
    }),
  );
}

function conditionProblems(data: DraftData): DraftProblem[] {
  return (data.apps ?? []).flatMap((app, i) =>
    Object.entries(app.tables).flatMap(([table, { where = [] }]) =>
      where.flatMap((condition, n): DraftProblem[] =>
        isComplete(condition as Condition)
          ? []
          : [
              {
                step: "connections",
                path: `apps[${i}].tables.${table}.where[${n}]`,
                message: `a condition on "${table}" is not finished`,
              },
            ],
      ),
    ),
  );
}
