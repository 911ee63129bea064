import { expect, test } from "vitest";
import { closedPage } from "./suspended";

const said = { name: "Acme", language: "de-AT", look: { "--brand": "#0f766e" } };

test("the page of a suspended tenant speaks as the page around wishes, else as the tenant, else English", () => {
  expect(closedPage(said, "fr").title).toBe("Acme – fermé pour le moment");
  expect(closedPage(said, undefined).title).toBe("Acme – vorübergehend geschlossen");
  expect(closedPage({ ...said, language: "ja" }, undefined).title).toBe("Acme – closed for now");
  expect(closedPage(said, "fr").look).toEqual(said.look);
});

test("it stands without anything said of the tenant", () => {
  expect(closedPage(undefined, undefined)).toMatchObject({ title: "closed for now", look: {} });
});
