import { afterEach, expect, test } from "vitest";
import { type TestRun, testRun } from "@/server/builtin/script/testing/host";
import { loadModel, saveModel } from "./metadata";
import { buildModel, publicModel } from "./model";

let current: TestRun | undefined;
afterEach(() => current?.close());

test("what a script says about fields and tables stands in the generation, and can be read from it", async () => {
  current = await testRun();
  const { tables } = await current.run(`Sales: LOAD * INLINE [Day, Amount\n2024-01-31, 5];
    COMMENT FIELD Amount WITH 'in euros, net'; TAG FIELDS Amount, Day WITH shown; TAG FIELD Amount WITH money;
    COMMENT TABLE Sales WITH 'one row a sale'; TAG TABLE Sales WITH fact;`);
  await saveModel(current.db, await buildModel(current.db, tables));
  const model = publicModel(await loadModel(current.db));
  expect(model.tables).toMatchObject([{ name: "Sales", comment: "one row a sale", tags: ["fact"] }]);
  expect(model.fields).toMatchObject([
    { name: "Day", format: "YYYY-MM-DD", tags: ["shown"] },
    { name: "Amount", comment: "in euros, net", tags: ["shown", "money"] },
  ]);
});
