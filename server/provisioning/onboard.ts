import { append } from "@/server/audit";
import { authorize } from "@/server/auth";
import { insertRun, launchRun } from "@/server/runs";
import type { Context } from "@/server/shared/context";
import { AppError, isAppError } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import { fileError } from "@/server/shared/yaml";
import { APPLY_PERMISSIONS, applyTenant } from "./apply";
import { type CheckedRow, checkMany, neededSecrets } from "./onboard-check";
import { MANY_CODE } from "./onboard-file";
import type { OnboardInput, OnboardPart } from "./onboard-run";
import { type OnboardStartInput, onboardStartInput } from "./onboard-schemas";

export interface OnboardStarted {
  run: string;
  tenants: number;
  /** Rows that were left out: bad ones, and those refused at the last moment. */
  left: { line: number | null; slug: string; message: string }[];
}

const leftOut = ({ row }: CheckedRow) => ({
  line: row.line,
  slug: row.slug,
  message: row.issues[0] ? `${row.issues[0].path}: ${row.issues[0].message}` : "could not be read",
});

/**
 * Onboards the good rows of an upload by one run, with a run of its own for each tenant.
 * @throws `tenants.file` where a row is bad and `withoutBad` was not said, or where none is good;
 *   `onboarding.secrets` where a secret was not given
 */
export async function startOnboarding(ctx: Context, input: OnboardStartInput): Promise<OnboardStarted> {
  for (const permission of APPLY_PERMISSIONS) authorize(ctx, permission);
  const { withoutBad, secrets, ...file } = parse(onboardStartInput, input);
  const checked = await checkMany(ctx, file);
  const bad = checked.filter((c) => c.wanted === null);
  if (bad.length > 0 && (!withoutBad || bad.length === checked.length)) {
    const of = (line: number | null) => (line === null ? {} : { line });
    throw fileError(
      MANY_CODE,
      bad.flatMap(({ row }) =>
        row.issues.map((i) => ({ path: i.path, file: file.fileName, ...of(i.line), message: i.message })),
      ),
    );
  }
  const values = secretsOf(checked, secrets);
  const { parts, refused } = await applyEach(ctx, checked, values);
  const left = [...bad.map(leftOut), ...refused];
  if (parts.length === 0)
    throw new AppError("conflict", "onboarding.nothing", "None of the rows could be started.", {
      advice: refused[0]?.message ?? "Look at the rows.",
    });
  const run = await keepRun(ctx, parts, file.fileName);
  return { run, tenants: parts.length, left };
}

function secretsOf(checked: CheckedRow[], given: Record<string, string>): Record<string, string> {
  const { needed, values } = neededSecrets(checked);
  const missing = needed.filter(({ env, known }) => !known && !given[env]);
  if (missing.length > 0)
    throw new AppError(
      "invalid",
      "onboarding.secrets",
      `${missing.map((m) => m.env).join(", ")}: a secret is needed for ${missing.flatMap((m) => m.kinds).join(", ")}.`,
      { issues: missing.map(({ env }) => ({ path: `secrets.${env}`, message: "is needed" })) },
    );
  return { ...given, ...values };
}

/** Starts a run for each good row. One that is refused now (its name was taken meanwhile) does not stop the others. */
async function applyEach(ctx: Context, checked: CheckedRow[], secrets: Record<string, string>) {
  const parts: OnboardPart[] = [];
  const refused: OnboardStarted["left"] = [];
  for (const { row, wanted, existing } of checked) {
    if (!wanted) continue;
    try {
      const { tenant, slug, run } = await applyTenant(ctx, wanted, existing, secrets, {});
      parts.push({ tenant, slug, name: wanted.name, run });
    } catch (error) {
      if (!isAppError(error)) throw error;
      refused.push({ line: row.line, slug: row.slug, message: error.message });
    }
  }
  return { parts, refused };
}

async function keepRun(ctx: Context, parts: OnboardPart[], fileName: string): Promise<string> {
  const [only, ...more] = parts;
  const title = only && more.length === 0 ? `Onboard ${only.name}` : `Onboard ${parts.length} tenants`;
  const input: OnboardInput = { tenants: parts };
  const run = await ctx.store.tx(async (db) => {
    const row = await insertRun(ctx, db, { kind: "onboard", tenantId: null, title, input: { ...input } });
    const payload = { fileName, tenants: parts.map((p) => p.tenant) };
    await append(db, ctx, { tenantId: null, action: "fleet.onboard", target: row.id, payload });
    return row;
  });
  await launchRun(ctx, run);
  return run.id;
}
