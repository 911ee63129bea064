import { describe, expect, test } from "vitest";
import { createTenant } from "@/server/tenants";
import { as, memberOf, operator, testServices } from "@/server/testing/context";
import { grantFiles, loadFileGrants } from "./file-grants";

async function acme() {
  const ctx = as(await testServices(), operator());
  const tenant = await createTenant(ctx, { slug: "acme", name: "Acme", plan: "starter@1" });
  return { ctx, id: tenant.id, grants: await loadFileGrants(ctx.store) };
}

describe("file grants", () => {
  test("an owner opens a path for one tenant, and it is still open after a restart", async () => {
    const { ctx, id, grants } = await acme();
    await grantFiles(ctx, grants, { tenantId: id, paths: ["/srv/shop.db"] });
    await grantFiles(ctx, grants, { tenantId: id, paths: ["/srv/shop.db"] });
    expect(grants.of(id)).toEqual(["/srv/shop.db"]);
    expect(grants.of("ten_other")).toEqual([]);
    expect((await loadFileGrants(ctx.store)).of(id)).toEqual(["/srv/shop.db"]);
  });

  test("an admin of the tenant, or an operator without settings, opens nothing", async () => {
    const { ctx, id, grants } = await acme();
    for (const actor of [memberOf(id), operator("admin"), operator("support")]) {
      await grantFiles(as(ctx, actor), grants, { tenantId: id, paths: ["/etc/passwd"] });
    }
    expect(grants.of(id)).toEqual([]);
  });

  test("the portal's own data is never a source, its folder's parents neither", async () => {
    const { ctx, id, grants } = await acme();
    for (const path of [
      ctx.dataFolder,
      `${ctx.dataFolder}/tenantry.db`,
      `${ctx.dataFolder}/sample/../secret`,
      "/",
    ]) {
      await expect(grantFiles(ctx, grants, { tenantId: id, paths: [path] })).rejects.toMatchObject({
        code: "source.forbidden",
      });
    }
    await grantFiles(ctx, grants, { tenantId: id, paths: [`${ctx.dataFolder}/sample/shop.db`] });
    expect(grants.of(id)).toHaveLength(1);
  });
});
