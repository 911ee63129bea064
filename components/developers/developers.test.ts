import { describe, expect, test } from "vitest";
import { openApiDocument } from "@/server/api/rest/openapi";
import { restRoutes } from "@/server/api/rest/routes";
import { matchingNouns, type Operation, type RawDocument, readDocument } from "./model";
import { addressOf, curlOf, missingOf, scriptOf } from "./request";
import { exampleOf, typeOf } from "./schema-words";

const raw = JSON.parse(JSON.stringify(openApiDocument(restRoutes, "https://portal.example"))) as RawDocument;
const document = readDocument(raw);
const all = document.nouns.flatMap((n) => n.operations);
const find = (name: string): Operation => {
  const found = all.find((o) => `${o.method} ${o.path}` === name);
  if (!found) throw new Error(`no ${name}`);
  return found;
};

describe("the API page reads our own document", () => {
  test("every route is there once, under its noun", () => {
    expect(all.map((o) => `${o.method} ${o.path}`).sort()).toEqual(
      restRoutes.map((r) => `${r.method} ${r.path}`).sort(),
    );
    expect(document.base).toBe("https://portal.example/api/v1");
  });

  test("an example body of each operation is JSON, and every schema has words", () => {
    for (const { body, answers, parameters } of all) {
      if (body) expect(() => JSON.stringify(exampleOf(body.schema))).not.toThrow();
      for (const schema of [...answers.flatMap((a) => a.schema ?? []), ...parameters.map((p) => p.schema)])
        expect(typeOf(schema)).not.toBe("");
    }
  });

  test("a search looks for every word", () => {
    const found = matchingNouns(document.nouns, "post reloads cancel").flatMap((n) => n.operations);
    expect(found.map((o) => o.path)).toEqual(["/reloads/{id}/cancel"]);
  });
});

describe("calls", () => {
  test("parameters are encoded; empty ones are left out; required ones are missed", () => {
    const list = find("GET /tenants");
    expect(addressOf(list, { values: { q: "a&b", state: "" }, body: "" })).toBe("/tenants?q=a%26b");
    const one = find("GET /tenants/{id}");
    expect(missingOf(one, { values: { id: " " }, body: "" })).toEqual(["id"]);
    expect(addressOf(one, { values: { id: "../x" }, body: "" })).toBe("/tenants/..%2Fx");
  });

  test("the shell's quotes hold, and no key is in an example", () => {
    const filled = { values: {}, body: `{"app": "it's"}` };
    const curl = curlOf(document.base, find("POST /reloads"), filled);
    expect(curl).toContain(`-d '{"app": "it'\\''s"}'`);
    expect(curl).toContain("$TENANTRY_API_KEY");
    expect(scriptOf(document.base, find("POST /reloads"), filled)).toContain('"Bearer " + apiKey');
  });
});
