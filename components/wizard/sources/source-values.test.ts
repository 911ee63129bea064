import { describe, expect, test } from "vitest";
import { sources } from "@/server/builtin/sources";
import {
  fieldsIn,
  filesOf,
  groupFor,
  keyed,
  problemsIn,
  secretIn,
  toProperties,
  toValues,
} from "./source-values";

const fieldsOf = (kind: string) => keyed(sources[kind]?.form.fields ?? []);

describe("a source's form", () => {
  test("gives back the properties it was filled from, for every kind", () => {
    const stored: Record<string, Record<string, unknown>> = {
      sqlite: { path: "/data/shop.db" },
      postgres: { host: "db.example", port: 5433, database: "shop", user: "reader", tls: "verify" },
      files: { folder: "/data", files: { orders: ["upload:o.csv", "p.csv"] }, header: false, decimal: "," },
    };
    for (const [kind, properties] of Object.entries(stored)) {
      const fields = fieldsOf(kind);
      const shown = fieldsIn(fields, groupFor(fields, properties, false));
      expect(toProperties(shown, toValues(shown, properties))).toEqual(properties);
    }
  });

  test("shows one alternative and sends nothing of the other", () => {
    const fields = fieldsOf("postgres");
    expect(groupFor(fields, { host: "a" }, true)).toBe("parameters");
    expect(groupFor(fields, {}, true)).toBe("connection string");
    expect(groupFor(fields, {}, false)).toBe("parameters");
    const text = fieldsIn(fields, "connection string");
    const values = Object.fromEntries(fields.map((f) => [f.key, f.type === "secret" ? "s" : "typed before"]));
    expect(toProperties(text, values)).not.toHaveProperty("host");
    expect(secretIn(text, values)).toBe("s");
  });

  test("never fills a secret in, and does not ask for a kept one", () => {
    const fields = keyed([{ name: "secret", label: "Key", type: "secret", required: true }]);
    const values = toValues(fields, { secret: "never" });
    expect(values).toEqual({ f0: "" });
    expect(problemsIn(fields, values, true)).toEqual({});
    expect(problemsIn(fields, values, false)).toEqual({ f0: "needed" });
  });

  test("takes files with or without a table's name", () => {
    expect(
      filesOf("orders = a.csv\norders=b.csv\nupload:lines.parquet\nupload:prices.xlsx#List 2024\n"),
    ).toEqual({
      orders: ["a.csv", "b.csv"],
      lines: ["upload:lines.parquet"],
      "prices.List 2024": ["upload:prices.xlsx#List 2024"],
    });
    expect(filesOf("")).toBeUndefined();
  });
});
