import { join } from "node:path";
import { eq } from "drizzle-orm";
import { applyTenants } from "@/server/provisioning";
import { type Context, type Services, systemContext } from "@/server/shared/context";
import type { Env } from "@/server/shared/env";
import { importTemplate } from "@/server/templates";
import { makeSampleDatabases } from "./sample/make";
import { sampleTemplateFolders } from "./sample/templates";
import { sampleTenantsFiles } from "./sample/tenants-files";

const SETTING = "sample-world";

/** How far the sample world has come; each part is idempotent, so an interrupted one is simply done again. */
type Progress = "databases" | "templates" | "tenant" | "done";

const DOING: Record<Progress, string | null> = {
  databases: "making the sample customers' databases",
  templates: "importing the sample templates",
  tenant: "provisioning the first sample tenant",
  done: null,
};

async function isDone(ctx: Context): Promise<boolean> {
  const { settings } = ctx.store.tables;
  const [row] = await ctx.store.read.select().from(settings).where(eq(settings.id, SETTING));
  return row?.value === "done";
}

async function markDone(ctx: Context): Promise<void> {
  const { settings } = ctx.store.tables;
  await ctx.store.tx((db) =>
    db
      .insert(settings)
      .values({ id: SETTING, value: "done", updatedAt: ctx.clock.now() })
      .onConflictDoNothing(),
  );
}

/**
 * On the very first start: the sample vendor's templates, the sample customers' databases, and the first customer
 * provisioned through the same workflow as everything else. In the background; the portal answers meanwhile.
 */
export function runFirstStart(services: Services, env: Env) {
  const ctx = systemContext(services, "first-start");
  let at: Progress = "databases";
  let failure: string | null = null;

  async function work(): Promise<void> {
    if (await isDone(ctx)) return;
    const folder = join(env.data, "sample");
    const options = { postgresUrl: env.samplePostgresUrl };
    await makeSampleDatabases(folder, options);
    at = "templates";
    for (const template of sampleTemplateFolders()) {
      await importTemplate(ctx, { folder: template }, ctx.tools.checkScript);
    }
    at = "tenant";
    const [first] = sampleTenantsFiles(folder, options);
    if (!first) throw new Error("there is no sample tenants file");
    const { tenants } = await applyTenants(ctx, { ...first, sample: true });
    for (const t of tenants) {
      const run = await services.workflows.wait(t.run);
      if (run.state !== "succeeded")
        throw new Error(`the first sample tenant ended ${run.state}: ${run.error?.message}`);
    }
    await markDone(ctx);
  }

  const done = work().then(
    () => {
      at = "done";
    },
    (error: unknown) => {
      failure = error instanceof Error ? error.message : String(error);
      services.log.error({ err: error }, "the sample world could not be set up");
    },
  );
  return {
    doing: () => (failure ? null : DOING[at]),
    failure: () => (failure ? `The sample world could not be set up: ${failure}` : null),
    done,
  };
}
