import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseTenantsFile, secretNames } from "@/server/provisioning/tenants-file";
import { sampleTenantsFiles } from "./tenants-files";

const fresh = () => mkdtempSync(join(tmpdir(), "tenantry-tenants-"));
const url = "postgres://shop:p%40ss@db.example:5433/erp";

describe("sample tenants files", () => {
  it.each([undefined, url])("are without fault, with a PostgreSQL server at %s", (postgresUrl) => {
    for (const { fileName, file, slug } of sampleTenantsFiles(fresh(), { postgresUrl })) {
      const { value } = parseTenantsFile({ file: fileName, text: file });
      expect(value.tenants.map((t) => t.slug)).toEqual([slug]);
      expect(value.tenants[0]?.apps).toHaveLength(3);
      expect(readFileSync(fileName, "utf8")).toBe(file);
    }
  });

  it("limit the shared database to the customer's own rows, on every table", () => {
    const [aurora] = sampleTenantsFiles(fresh());
    const tenant = parseTenantsFile({ file: "a.yaml", text: aurora?.file ?? "" }).value.tenants[0];
    const conditions = tenant?.apps.flatMap((app) => Object.values(app.tables).map((t) => t.where));
    expect(conditions).toHaveLength(11);
    for (const where of conditions ?? [])
      expect(where).toEqual([{ column: "company", op: "=", value: "aurora" }]);
  });

  it("name another customer's tables and columns, in their schema where they have one", () => {
    const kestrel = sampleTenantsFiles(fresh(), { postgresUrl: url })[2];
    const { tenants } = parseTenantsFile({ file: "k.yaml", text: kestrel?.file ?? "" }).value;
    expect(tenants[0]?.apps[0]?.tables.orders).toEqual({
      table: "tenantry_sample_kestrel.sales_order",
      columns: {
        order_id: "so_no",
        customer_id: "cust_no",
        store_id: "branch_no",
        ordered_on: "so_date",
        channel: "chan",
        status: "state",
      },
    });
  });

  it("hold no password: its place is named, and the value comes apart", () => {
    const kestrel = sampleTenantsFiles(fresh(), { postgresUrl: url })[2];
    expect(kestrel?.file).not.toContain("p@ss");
    expect(kestrel?.secrets).toEqual({ SAMPLE_POSTGRES_PASSWORD: "p@ss" });
    const { value } = parseTenantsFile({ file: "k.yaml", text: kestrel?.file ?? "" });
    expect(secretNames(value)).toEqual(["SAMPLE_POSTGRES_PASSWORD"]);
  });
});
