import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strFromU8, unzipSync } from "fflate";
import { beforeEach, expect, it } from "vitest";
import { handleRest } from "@/server/api/rest/handler";
import { createApiKey } from "@/server/api-keys";
import type { Context } from "@/server/shared/context";
import { getDraft } from "@/server/templates";
import { as, operator, testServices } from "@/server/testing/context";
import { UsageError } from "../command";
import { createOutput } from "../output";
import { PortalError, portalOver } from "../portal-over";
import { templateCommands } from "./templates";

const FOLDER = "e2e/fixtures/orders";

let ctx: Context;
let folder: string;
let tenantry: (name: string, args: string[], options?: Record<string, unknown>) => Promise<unknown>;

beforeEach(async () => {
  const services = await testServices();
  ctx = as(services, operator());
  folder = mkdtempSync(join(tmpdir(), "tenantry-cli-"));
  const { key } = await createApiKey(ctx, { name: "command" });
  const portal = portalOver(
    "http://portal.test",
    key,
    (request) => handleRest(services, request),
    async () => undefined,
  );
  tenantry = async (name, args, options = {}) => {
    let text = "";
    const out = createOutput(true, (more) => {
      text += more;
    });
    await templateCommands.find((c) => c.name === name)?.run({ portal, args, options, out });
    return JSON.parse(text);
  };
  await tenantry("templates import", [FOLDER]);
});

it("an export is the folder that was imported, of the newest release or of the named one", async () => {
  const script = readFileSync(join(FOLDER, "script.qvs"), "utf8");
  for (const name of ["orders", "orders@1.0.0"]) {
    const file = join(folder, `${name}.zip`);
    expect(await tenantry("templates export", [name, file])).toMatchObject({ id: "orders", file });
    const entries = unzipSync(readFileSync(file));
    expect(strFromU8(entries["orders/script.qvs"] ?? new Uint8Array())).toBe(script);
    expect(Object.keys(entries).sort()).toEqual(["orders/script.qvs", "orders/template.yaml"]);
  }
});

it("an export overwrites a file only where it is told to", async () => {
  const file = join(folder, "mine.zip");
  writeFileSync(file, "mine");
  await expect(tenantry("templates export", ["orders", file])).rejects.toThrow(UsageError);
  expect(readFileSync(file, "utf8")).toBe("mine");
  await tenantry("templates export", ["orders", file], { force: true });
  expect(unzipSync(readFileSync(file))).toHaveProperty("orders/template.yaml");
});

it("a clone is a draft of its own; its id is taken once, and a version that is not there is named", async () => {
  expect(await tenantry("templates clone", ["orders", "sales"], { title: "Sales" })).toMatchObject({
    id: "sales",
    title: "Sales",
  });
  expect(await getDraft(ctx, { id: "sales" })).toMatchObject({ baseVersion: null, latestVersion: "" });
  const codes = await Promise.all(
    [
      ["orders", "sales"],
      ["orders@9.9.9", "other"],
    ].map((args) =>
      tenantry("templates clone", args).catch((e: unknown) => e instanceof PortalError && e.problem.code),
    ),
  );
  expect(codes).toEqual(["templates.id_taken", "template.not_found"]);
});

it.each(["", "@1.0.0", "orders@", "orders@1@2"])(
  "%j is refused as no name of a template before anything is asked",
  async (name) => {
    const file = join(folder, "never.zip");
    await expect(tenantry("templates export", [name, file])).rejects.toThrow(UsageError);
  },
);
