import { expect, test } from "vitest";
import { checkScript, checkExpression as grammar } from "@/server/builtin/script";
import { as, operator, testServices } from "@/server/testing/context";
import { checkExpression } from "./check-expression";

async function checked(expression: string, fields?: string[]) {
  const services = await testServices();
  services.tools.checkScript = Object.assign((script: string) => checkScript(script), {
    expression: grammar,
  });
  return checkExpression(as(services, operator()), { expression, fields });
}

test("the writing is checked first, then the names, each with its place", async () => {
  expect(await checked("Sum(Amount", ["Amount"])).toMatchObject({ line: 1 });
  expect(await checked("Sum(Amount) /\n Sum(Amuont)", ["Amount"])).toEqual({
    line: 2,
    column: 6,
    message: 'There is no field "Amuont". Did you mean "Amount"?',
  });
  expect(await checked("Sum(Amount)", ["Amount"])).toBeNull();
  expect(await checked("Sum(Anything)")).toBeNull();
});
