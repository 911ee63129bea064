import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, it } from "vitest";
import { localPolicy } from "@/server/builtin/sources/testing/open-policy";
import { type BuiltinHarness, openBuiltin } from "@/server/builtin/testing/harness";
import { parseTenantsFile } from "@/server/provisioning/tenants-file";
import { type TestPostgres, testPostgres } from "@/server/testing/postgres";
import { SAMPLE_CUSTOMERS, type SampleCustomer } from "./customers";
import { makeSampleDatabases, type SampleOptions } from "./make";
import { SAMPLE_TEMPLATES, sampleTemplateFolders } from "./templates";
import { sampleTenantsFiles } from "./tenants-files";
import { expectSameAnswer } from "./testing/answers";
import { openOracle } from "./testing/oracle";
import { SAMPLE_QUESTIONS } from "./testing/questions";
import { reloaded } from "./testing/reloaded";

const folder = mkdtempSync(join(tmpdir(), "tenantry-world-"));
let server: TestPostgres;
let harness: BuiltinHarness;
let password: string | null = null;

beforeAll(async () => {
  server = await testPostgres();
  const secrets = { connection: async () => password };
  harness = await openBuiltin({ policy: localPolicy(folder), secrets });
});
afterAll(async () => {
  await harness.close();
  if ("stop" in server) await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Reloads a template for a customer and asks both the app and the customer's own rows. */
async function compare(customer: SampleCustomer, template: string, options: SampleOptions): Promise<void> {
  await makeSampleDatabases(folder, options);
  const file = sampleTenantsFiles(folder, options).find((f) => f.slug === customer.slug);
  const [tenant] = parseTenantsFile({ file: "tenants.yaml", text: file?.file ?? "" }).value.tenants;
  const place = sampleTemplateFolders().find((f) => basename(f) === template);
  if (!tenant || !place) throw new Error(`nothing to reload for ${customer.slug}, ${template}`);
  password = Object.values(file?.secrets ?? {})[0] ?? null;
  const world = await reloaded(harness, tenant, place, password);
  const oracle = openOracle(customer);
  for (const { name, query, sql } of SAMPLE_QUESTIONS.filter((q) => q.template === template)) {
    const answer = await world.platform.query(world.tenant, world.app, query, "staged");
    expectSameAnswer(answer.rows, oracle.ask(sql), name);
  }
  oracle.close();
}

describe.each(SAMPLE_CUSTOMERS)("sample customer $slug", (customer) => {
  it.for(SAMPLE_TEMPLATES)(
    "gets from %s what plain SQL gets from its database",
    async (template, context) => {
      if (customer.kind !== "postgres") return compare(customer, template, {});
      if ("skip" in server) return context.skip(server.skip);
      await compare(customer, template, { postgresUrl: server.url });
    },
  );

  if (customer.kind !== "postgres") return;
  it("is served from a SQLite file where there is no server", () => compare(customer, "sales", {}));
});
