import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Store } from "@/db/store";
import { parseYaml } from "@/server/shared/yaml";
import type { Plan } from "./plans";
import { plan as planShape, plansFile } from "./schemas";

const FILE = "server/plans/plans.yaml";
const KEY = Symbol.for("tenantry.plans");
const holder = globalThis as { [KEY]?: { file: Plan[]; made: Plan[]; retired: Set<string> } };

/** Parses a plans file's text. @throws `plans.file` */
export function parsePlans(text: string, file = FILE): Plan[] {
  const { value } = parseYaml(plansFile, { file, text }, "plans.file");
  return value.plans.map((p) => ({ ref: `${p.id}@${p.version}`, ...p }));
}

function state() {
  holder[KEY] ??= {
    file: parsePlans(readFileSync(resolve(process.cwd(), FILE), "utf8")),
    made: [],
    retired: new Set(),
  };
  return holder[KEY];
}

/** All versions of all plans: those of the installation's file, then those made in the portal. */
export function allPlans(): Plan[] {
  const { file, made } = state();
  const refs = new Set(file.map((p) => p.ref));
  return [...file, ...made.filter((p) => !refs.has(p.ref))];
}

export const isRetired = (ref: string) => state().retired.has(ref);

/** Reads the plans made in the portal. Called at start, and after one was made. */
export async function loadPlans(store: Store): Promise<void> {
  const { planVersions } = store.tables;
  const rows = await store.read.select().from(planVersions);
  const now = state();
  now.made = rows.map((row) => ({ ref: row.id, ...planShape.parse(row.data) }));
  now.retired = new Set(rows.filter((row) => row.retiredAt).map((row) => row.id));
}
