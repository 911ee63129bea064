import { expect, test } from "vitest";
import { testServices } from "@/server/testing/context";
import { makeEstate } from "@/server/testing/two-tenants";
import { testWorkflows } from "@/server/testing/workflows";
import { renderMetrics } from "./metrics";

test("metrics count runs, reloads and queues, and name no tenant", async () => {
  const bare = await testServices({ workflows: "none" as never });
  const services = { ...bare, workflows: await testWorkflows(bare) };
  const estate = await makeEstate(services, "acme");
  const text = await renderMetrics(services);
  expect(text).toContain('tenantry_runs{kind="provision",state="failed"} 1');
  expect(text).toContain('tenantry_reloads{state="running"} 1');
  expect(text).toMatch(/tenantry_http_request_seconds/);
  expect(text).not.toContain(estate.canary);
  expect(text).not.toContain(estate.tenant);
});
