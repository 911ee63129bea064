import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeApp, makeMember, makeOwnSheet, makeTenant, makeUser } from "@/db/factories";
import type { Store } from "@/db/store";
import { storeKinds } from "@/db/testing";
import type { Context } from "@/server/shared/context";
import { as, memberOf, operator, testServices } from "@/server/testing/context";
import { namesOf } from "./names";

describe.each(storeKinds)("names of what the audit tells of, on $name", ({ open }) => {
  let store: Store;
  let all: Context;
  beforeAll(async () => {
    store = await open();
    all = { ...as(await testServices(), operator()), store };
  }, 60_000);
  afterAll(() => store.close());

  test("come by their kinds; a tenant's people learn those of their own tenant, and no operator's", async () => {
    const estate = async (name: string) => {
      const { id: tenantId } = await makeTenant(store, { name });
      const { id: appId } = await makeApp(store, { tenantId, title: `App of ${name}` });
      const { id: sheet } = await makeOwnSheet(store, {
        ...{ tenantId, appId, sheet: { sheet: "s", format: 1, title: `Sheet of ${name}`, objects: [] } },
      });
      const { id: member } = await makeMember(store, { tenantId, name: `Person of ${name}` });
      return { tenantId, ids: [tenantId, appId, sheet, member] };
    };
    const [own, other] = [await estate("Ours"), await estate("Theirs")];
    const user = await makeUser(store, { name: "An operator" });
    const ids = [...own.ids, ...other.ids, user.id, "app_gone", "mail", "", "x_y_z"];
    const ours = ["Ours", "App of Ours", "Sheet of Ours", "Person of Ours"];
    const theirs = ["Theirs", "App of Theirs", "Sheet of Theirs", "Person of Theirs"];

    const known = async (ctx: Context, tenantId: string | null) =>
      [...(await namesOf(ctx, ids, tenantId)).values()].sort();
    expect(await known(all, null)).toEqual([...ours, ...theirs, "An operator"].sort());
    const admin = { ...all, actor: memberOf(own.tenantId) };
    expect(await known(admin, own.tenantId)).toEqual([...ours].sort());
    expect(await known(admin, null)).toEqual([]);
  });
});
