import { expect, test } from "vitest";
import { nextVersion, sizeOfChange } from "./propose-version";

test.each([
  ["", "patch", "1.0.0"],
  ["", "major", "1.0.0"],
  ["1.4.2", "patch", "1.4.3"],
  ["1.4.2", "minor", "1.5.0"],
  ["1.4.2", "major", "2.0.0"],
  ["0.9.9", "patch", "0.9.10"],
  ["2.0.0-rc.1", "patch", "2.0.0"],
  ["2.0.0-rc.1", "major", "2.0.0"],
] as const)("after “%s” a %s change is %s", (latest, size, next) => {
  expect(nextVersion(latest, size)).toBe(next);
});

const manifest = {
  connections: [{ name: "shop" }],
  tables: [{ name: "orders", columns: [{ name: "id" }, { name: "note", optional: true }] }],
  fields: [{ name: "Order" }],
  measures: [{ name: "revenue" }],
  parameters: [{ name: "from" }],
};
const version = (change: object = {}, sheets = ["overview"]) =>
  ({
    manifest: { ...manifest, ...change },
    script: "",
    sheets: sheets.map((sheet) => ({ sheet })),
    files: [],
  }) as unknown as Parameters<typeof sizeOfChange>[0];
const orders = (...columns: object[]) => ({ tables: [{ name: "orders", columns }] });
const [id, note] = [{ name: "id" }, { name: "note", optional: true }];

test.each([
  ["nothing but texts", version(), "patch"],
  ["one more sheet", version({}, ["overview", "detail"]), "minor"],
  ["one more field", version({ fields: [{ name: "Order" }, { name: "Day" }] }), "minor"],
  ["one more optional column", version(orders(id, note, { name: "tag", optional: true })), "minor"],
  [
    "a parameter with a default",
    version({ parameters: [{ name: "from" }, { name: "to", required: true, default: "x" }] }),
    "minor",
  ],
  ["one more needed column", version(orders(id, note, { name: "sum" })), "major"],
  ["an optional column that is needed now", version(orders(id, { name: "note" })), "major"],
  ["one more connection", version({ connections: [{ name: "shop" }, { name: "crm" }] }), "major"],
  [
    "a parameter that must be given",
    version({ parameters: [{ name: "from" }, { name: "to", required: true }] }),
    "major",
  ],
  ["a sheet less", version({}, []), "major"],
  ["a renamed field", version({ fields: [{ name: "OrderNo" }] }), "major"],
  ["a measure less", version({ measures: [] }), "major"],
] as const)("%s is a change of its size", (_, after, size) => {
  expect(sizeOfChange(version(), after)).toBe(size);
});
