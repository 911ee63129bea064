import { and, eq } from "drizzle-orm";
import type { Services } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { planHas, planOf, plansWith, planTitle } from "./plan-says";
import { type Capability, moduleOf } from "./schemas";

interface Standing {
  on: boolean;
  plan: string;
  /** An operator decided, not the plan. */
  decided: boolean;
}

type Reading = Pick<Services, "store">;

async function standingOf(
  { store }: Reading,
  tenantId: string,
  capability: Capability,
): Promise<Standing | null> {
  const { tenants: t, capabilityOverrides: o } = store.tables;
  const [row] = await store.read
    .select({ kind: t.kind, plan: t.plan, on: o.on })
    .from(t)
    .leftJoin(o, and(eq(o.tenantId, t.id), eq(o.capability, capability)))
    .where(eq(t.id, tenantId));
  if (!row) return null;
  // The vendor's own tenants, where templates are made, have no plan to buy.
  if (row.kind === "source") return { on: true, plan: row.plan, decided: false };
  const on = row.on ?? planHas(planOf(row.plan), capability);
  return { on, plan: row.plan, decided: row.on !== null };
}

/** Whether a tenant has a capability: an operator's switch decides, else its plan. False for an unknown tenant. */
export async function can(services: Reading, tenantId: string, capability: Capability): Promise<boolean> {
  return (await standingOf(services, tenantId, capability))?.on ?? false;
}

const NAMES: Record<string, string> = {
  authoring: "sheets of one's own",
  export: "exports",
  api: "API access",
  alerts: "alerts",
};

/** What a capability is called in a sentence. */
export function capabilityWords(capability: Capability): string {
  const module = moduleOf(capability);
  return module === null ? (NAMES[capability] ?? capability) : `the module ${module}`;
}

function refusal(capability: Capability, standing: Standing | null): AppError {
  const what = capabilityWords(capability);
  const plan = standing ? planOf(standing.plan) : null;
  const more = standing && !standing.decided ? plansWith(capability, standing.plan).map(planTitle) : [];
  const params = { capability, plan: plan && planTitle(plan), plans: more.join(", ") };
  if (!standing || standing.decided || !plan)
    return new AppError("forbidden", "capabilities.off", `This tenant has ${what} switched off.`, {
      advice: "Its admin can ask for it in Settings, Capabilities.",
      params,
    });
  const adds = more[0] ? `; ${more[0]} adds it` : "";
  return new AppError(
    "forbidden",
    "capabilities.missing",
    `The plan ${planTitle(plan)} does not include ${what}${adds}.`,
    { advice: "The tenant's admin can ask for it in Settings, Capabilities.", params },
  );
}

/**
 * Goes on only where the tenant has the capability: called where the work happens.
 * @throws `capabilities.missing` (the plan has it not), `capabilities.off` (an operator switched it off)
 */
export async function requireCapability(
  services: Reading,
  tenantId: string,
  capability: Capability,
): Promise<void> {
  const standing = await standingOf(services, tenantId, capability);
  if (!standing?.on) throw refusal(capability, standing);
}

/**
 * Why apps of a module cannot be added to a tenant that shall have a plan; null where they can.
 * @param tenantId null while the tenant is not there yet
 */
export async function moduleRefusal(
  services: Reading,
  { tenantId, plan, module }: { tenantId: string | null; plan: string; module: string },
): Promise<string | null> {
  const capability: Capability = `module:${module}`;
  const standing = tenantId ? await standingOf(services, tenantId, capability) : null;
  const wanted: Standing = standing?.decided
    ? standing
    : { on: planHas(planOf(plan), capability), plan, decided: false };
  return wanted.on ? null : refusal(capability, wanted).message;
}
