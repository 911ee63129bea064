import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Container, startContainer } from "@/server/container";
import { applyTenants } from "@/server/provisioning";
import {
  makeSampleDatabases,
  type SampleTenantsFile,
  sampleTemplateFolders,
  sampleTenantsFiles,
} from "@/server/setup/sample";
import { type Context, systemContext } from "@/server/shared/context";
import type { Env } from "@/server/shared/env";
import { importTemplate } from "@/server/templates";
import { insertFleet } from "./fleet";

export interface Scenario {
  about: string;
  /** Returns lines for a person: what there is now, and which page shows it. */
  fill(ctx: Context, env: Env): Promise<string[]>;
}

const FLEET = 10_000;
/** A column that the customer's database does not have, as after an upgrade of their shop. */
const [WRONG, RIGHT] = ["ordered_on: so_date_utc", "ordered_on: so_date"];

export const SCENARIOS: Record<string, Scenario> = {
  empty: {
    about: "a portal with its first owner and nothing else",
    fill: async (_ctx, env) => [`Nothing but the first owner: ${env.url}`],
  },
  demo: {
    about: "three customers with all three templates, provisioned",
    fill: async (ctx, env) => provision(ctx, env, await sampleFiles(ctx, env)),
  },
  large: {
    about: `${FLEET.toLocaleString("en")} tenants as rows only: for the list, its search and its pages`,
    async fill(ctx, env) {
      await insertFleet(ctx.store, FLEET);
      return [`${FLEET} tenants: ${env.url}/tenants`];
    },
  },
  "failed-reload": {
    about: "one customer whose reload fails: their database misses a column",
    async fill(ctx, env) {
      const files = await sampleFiles(ctx, env, ["sales"]);
      const broken = files.slice(-1).map((f) => ({ ...f, file: f.file.replace(RIGHT, WRONG) }));
      return provision(ctx, env, broken);
    },
  },
  "two-tenants": {
    about: "two customers with the Sales template, for questions of isolation",
    fill: async (ctx, env) => provision(ctx, env, (await sampleFiles(ctx, env, ["sales"])).slice(0, 2)),
  },
};

async function sampleFiles(ctx: Context, env: Env, templates?: string[]): Promise<SampleTenantsFile[]> {
  const folder = join(env.data, "sample");
  const options = { postgresUrl: env.samplePostgresUrl, templates };
  await makeSampleDatabases(folder, options);
  for (const path of sampleTemplateFolders())
    await importTemplate(ctx, { folder: path }, ctx.tools.checkScript);
  return sampleTenantsFiles(folder, options);
}

async function provision(ctx: Context, env: Env, files: SampleTenantsFile[]): Promise<string[]> {
  const lines: string[] = [];
  for (const file of files) {
    await writeFile(file.fileName, file.file);
    const { tenants } = await applyTenants(ctx, { ...file, sample: true });
    for (const { run } of tenants) {
      const { state } = await ctx.workflows.wait(run);
      lines.push(`${file.slug}: ${state}: ${env.url}/runs/${run}`);
    }
  }
  return lines;
}

/**
 * Fills the data folder of `env` with a scenario. Refuses a folder that has tenants, and one that a portal owns.
 * @returns lines for a person
 */
export async function fillWith(name: string, env: Env): Promise<string[]> {
  const scenario = SCENARIOS[name];
  if (!scenario)
    throw new Error(`There is no scenario ${name}. There are: ${Object.keys(SCENARIOS).join(", ")}`);
  const container: Container = await startContainer({ ...env, sample: false });
  try {
    const ctx = systemContext(container.services, "seed");
    const some = await ctx.store.read.select().from(ctx.store.tables.tenants).limit(1);
    if (some.length > 0)
      throw new Error(
        `${env.data} has tenants already. Choose an empty folder: TENANTRY_DATA=./data-${name} npm run seed -- ${name}`,
      );
    const lines = await scenario.fill(ctx, env);
    return [...lines, ...(await ownerLines(env.data))];
  } finally {
    await container.stop(5_000);
  }
}

async function ownerLines(data: string): Promise<string[]> {
  const file = join(data, "first-owner-password");
  const there = await readFile(file, "utf8").catch(() => null);
  return there === null ? [] : [`The owner's one-time password is in ${file}`];
}
