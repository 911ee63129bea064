import { authorize } from "@/server/auth";
import { connectionRows, deleteConnection } from "@/server/connections";
import {
  blockingTables,
  claimDraft,
  type Draft,
  draftEntry,
  entryYaml,
  getDraft,
  usedConnections,
} from "@/server/drafts";
import { openRunsOf } from "@/server/runs";
import type { Context } from "@/server/shared/context";
import { AppError, isAppError } from "@/server/shared/errors";
import { fileError } from "@/server/shared/yaml";
import { getTenantRow } from "@/server/tenants";
import { applyTenant } from "./apply";
import { resolveTenants } from "./resolve";
import type { SealedSecrets } from "./tenant-steps";
import { parseTenantsFile } from "./tenants-file";

const PERMISSIONS = [
  "tenants:create",
  "tenants:update",
  "members:write",
  "connections:write",
  "apps:write",
] as const;
const CLAIMED = "drafts.claimed";

/**
 * Creates the tenant a draft describes, by the run `tenants apply` would start for the same tenants file. Asked twice
 * it is one run.
 * @throws `drafts.unfinished` with an issue per field, `drafts.schema` where a source lacks what a template reads
 */
export async function createFromDraft(
  ctx: Context,
  input: { id: string },
): Promise<{ tenant: string; run: string }> {
  for (const permission of PERMISSIONS) authorize(ctx, permission);
  const draft = await getDraft(ctx, input);
  const open = (await openRunsOf(ctx, draft.id)).map((r) => r.id);
  if (draft.run && (draft.state !== "draft" || open.includes(draft.run)))
    return { tenant: draft.id, run: draft.run };
  await refuseUnfinished(ctx, draft);
  const wanted = await resolved(ctx, draft);
  await dropUnused(ctx, draft);
  try {
    const { tenant, run } = await applyTenant(
      ctx,
      wanted,
      await getTenantRow(ctx, draft.id),
      {},
      {
        kept: await storedSecrets(ctx, draft.id),
        async claim(db, { id: run }) {
          const over = draft.run ? [draft.run] : [];
          const holder = await claimDraft(db, ctx, { id: draft.id, run, over });
          if (holder)
            throw new AppError("conflict", CLAIMED, "This draft is being created.", {
              params: { run: holder },
            });
        },
      },
    );
    return { tenant, run };
  } catch (error) {
    if (!isAppError(error) || error.code !== CLAIMED) throw error;
    return { tenant: draft.id, run: String(error.options.params?.run) };
  }
}

async function refuseUnfinished(ctx: Context, draft: Draft): Promise<void> {
  if (draft.problems.length > 0) {
    throw new AppError("invalid", "drafts.unfinished", "Some answers are missing or wrong.", {
      advice: "Go back to the steps that are marked.",
      issues: draft.problems.map(({ step, path, message }) => ({ path: `${step}.${path}`, message })),
    });
  }
  const [first, ...more] = await blockingTables(ctx, draft.id, draft.data);
  if (!first) return;
  const missing = first.check.columns.filter((c) => c.state === "missing").map((c) => c.name);
  const what =
    first.check.state === "missing" ? "is not there" : `lacks ${missing.map((m) => `"${m}"`).join(", ")}`;
  throw new AppError(
    "invalid",
    "drafts.schema",
    `The source's table for "${first.check.name}" of ${first.template} ${what}.`,
    {
      advice: "Map it in the step Connections.",
      issues: [first, ...more].map((b) => ({
        path: `connections.${b.template}.${b.check.name}`,
        message: b.check.state,
      })),
    },
  );
}

/** The draft by the very way a tenants file goes: the same checks, the same result. */
async function resolved(ctx: Context, draft: Draft) {
  const text = entryYaml(draftEntry(draft.data, draft.connections));
  const document = parseTenantsFile({ file: "draft", text });
  const { tenants, issues } = await resolveTenants(ctx, document);
  const [wanted] = tenants;
  if (issues.length > 0 || !wanted) throw fileError("drafts.unfinished", issues);
  return wanted;
}

/** Connections of a kind or slot that was left again take their secrets with them. */
async function dropUnused(ctx: Context, draft: Draft): Promise<void> {
  const used = usedConnections(draft.data, draft.connections);
  for (const c of draft.connections) if (!used.includes(c)) await deleteConnection(ctx, { id: c.id });
}

async function storedSecrets(ctx: Context, tenantId: string): Promise<SealedSecrets> {
  const rows = await connectionRows(ctx, tenantId);
  return Object.fromEntries(
    rows.flatMap(({ name, secret, secretHmac }) =>
      secret !== null && secretHmac !== null ? [[name, { secret, secretHmac }] as const] : [],
    ),
  );
}
