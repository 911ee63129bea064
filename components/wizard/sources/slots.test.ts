import { describe, expect, test } from "vitest";
import type { DraftApp } from "@/server/drafts/schemas";
import type { Offered } from "../types";
import { anotherName, connectionNames, kindsFor, slotsOf, withConnections } from "./slots";

const offer = (id: string, slots: { name: string; kinds?: string[] }[]) =>
  ({ ref: `${id}@1.0.0`, id, manifest: { connections: slots } }) as unknown as Offered;
const app = (id: string, connections: Record<string, string> = {}): DraftApp => ({
  template: `${id}@1.0.0`,
  parameters: {},
  connections,
  tables: {},
});

const offered = [
  offer("sales", [{ name: "shop" }]),
  offer("stock", [
    { name: "warehouse", kinds: ["postgres", "mysql"] },
    { name: "shop", kinds: ["postgres"] },
  ]),
];

describe("slots", () => {
  test("one connection serves all until somebody says otherwise", () => {
    const apps = withConnections([app("sales"), app("stock")], offered);
    expect(connectionNames(slotsOf(apps, offered))).toEqual(["shop"]);
    expect(kindsFor(slotsOf(apps, offered), "shop")).toEqual(["postgres"]);
  });

  test("what was chosen stays, what a template no longer has goes", () => {
    const apps = withConnections([app("stock", { warehouse: "wms", gone: "x" })], offered);
    expect(apps[0]?.connections).toEqual({ warehouse: "wms", shop: "wms" });
    expect(anotherName("shop", ["shop", "shop 2"])).toBe("shop 3");
  });
});
