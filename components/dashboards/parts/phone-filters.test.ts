import { Dialog } from "@base-ui/react/dialog";
import { createElement } from "react";
import { describe, expect, test } from "vitest";
import type { SheetObject } from "@/server/templates/sheet-schema";
import { testObject } from "../../charts/testing/input";
import { filters } from "../kinds/filters";
import { acted } from "../testing/acted";
import { type Part, partOf, partsOf } from "../testing/parts";
import { running, settled } from "../testing/running";
import { PhoneFilters } from "./phone-filters";

const pane = (...fields: string[]): SheetObject =>
  testObject({ kind: "filters", id: fields.join() || "none", fields: fields.map((field) => ({ field })) });

async function phone(objects: SheetObject[], wish: Parameters<typeof running>[2] = {}) {
  const dashboard = await running(objects, { filters }, { width: "narrow", ...wish });
  const parts = () =>
    acted(() => partsOf(createElement(PhoneFilters), Object.values(Dialog)), [], dashboard.around);
  return { ...dashboard, all: parts };
}
const buttons = (parts: Part[]) => parts.filter(({ type }) => type === "button").map(({ text }) => text);

describe("filters of a phone", () => {
  test("are one button that counts the fields with a selection", async () => {
    expect(buttons((await phone([pane("Year")])).all())[0]).toBe("Filters");
    const selections = { Year: [2025], Region: ["DACH", "South"] };
    expect(buttons((await phone([pane("Year")], { selections })).all())[0]).toBe("Filters · 2");
  });

  test("are not there on a wide page, nor where a sheet has no field to filter by", async () => {
    expect((await phone([pane("Year")], { width: "wide" })).all()).toEqual([]);
    expect((await phone([pane("Year")], { width: "medium" })).all()).toEqual([]);
    expect((await phone([pane()])).all()).toEqual([]);
  });

  test("hold each field of all panes once, with what is selected or how many values there are", async () => {
    const { all } = await phone([pane("Year", "Region"), pane("Region", "Category")], {
      selections: { Region: ["DACH", "South"] },
    });
    const rows = buttons(all()).filter((text) => /^(Year|Region|Category)/.test(text));
    expect(rows).toEqual(["Year3", "RegionDACH, South", expect.stringMatching(/^Category\d+$/)]);
  });

  test("a field opens its list box", async () => {
    const { all, store } = await phone([pane("Year")]);
    partOf(all(), "Year3").props.onClick();
    expect(store.snapshot().openField).toBe("Year");
  });

  test("all are cleared at once, but for locked ones; with no others there is nothing to clear", async () => {
    const { all, store, selections } = await phone([pane("Year")], {
      selections: { Year: [2025], Region: ["DACH"] },
    });
    store.select({ type: "lock", field: "Region", on: true });
    await settled(store);
    partOf(all(), "Clear all selections").props.onClick();
    expect(selections()).toEqual({ Region: ["DACH"] });
    await settled(store);
    expect(partOf(all(), "Clear all selections").props.disabled).toBe(true);
    expect(partOf((await phone([pane("Year")])).all(), "Clear all selections").props.disabled).toBe(true);
  });
});
