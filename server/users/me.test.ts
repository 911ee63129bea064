import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { makeTenant } from "@/db/factories";
import { as, memberOf, operator, testServices } from "@/server/testing/context";
import { getMe } from "./me";

test("whoever belongs to a tenant is told its look; operators have none", async () => {
  const services = await testServices();
  const { id } = await makeTenant(services.store, { name: "Alder", plan: "starter@1" });
  const { tenants: t } = services.store.tables;
  await services.store.tx((db) =>
    db
      .update(t)
      .set({ branding: { color: "#0a5c36", logo: "fil_1" } })
      .where(eq(t.id, id)),
  );
  const [own] = (await getMe(as(services, memberOf(id)))).memberships;
  expect(own).toMatchObject({ tenantId: id, name: "Alder", logo: "fil_1" });
  expect(own?.look["--accent"]).toMatch(/^light-dark\(#0a5c36, #[0-9a-f]{6}\)$/);
  expect((await getMe(as(services, operator()))).memberships).toEqual([]);
});
