import { createElement } from "react";
import { describe, expect, test } from "vitest";
import type { Selections, ValueState } from "@/server/platform/model";
import { testObject } from "../../charts/testing/input";
import { filters } from "../kinds/filters";
import { acted } from "../testing/acted";
import { type Part, partOf, partsOf } from "../testing/parts";
import { running, settled } from "../testing/running";
import { IdleChip, SelectedChip, useChipFields } from "./chips";

const pane = testObject({ kind: "filters", fields: [{ field: "Region" }, { field: "Year" }] });

async function chips(selections: Selections, wish: Parameters<typeof running>[2] = {}) {
  const dashboard = await running([pane], { filters }, { selections, ...wish });
  const { around, store } = dashboard;
  const chip = (field: string, Chip = SelectedChip) =>
    acted(() => partsOf(createElement(Chip, { field, open: false, anchor: () => undefined })), [], around);
  const press = async (parts: Part[], words: string) => {
    partOf(parts, words).props.onClick();
    await settled(store);
  };
  return { ...dashboard, chip, press, fields: () => acted(useChipFields, [], around) };
}

describe("the chip of a selection", () => {
  test("names up to three values and how many there are; more are counted", async () => {
    const few = await chips({ Region: ["DACH", "South"] });
    expect(few.chip("Region")[0]?.text).toMatch(/^RegionDACH, South2 of \d$/);
    const many = await chips({ Region: ["DACH", "South", "Nordics", "Benelux"] });
    expect(many.chip("Region")[0]?.text).toMatch(/^Region4 of \d$/);
  });

  test("clears its field alone; while it is locked there is only the padlock", async () => {
    const { chip, press, selections } = await chips({ Region: ["DACH"], Year: [2025] });
    await press(chip("Region"), "Lock Region");
    expect(chip("Region").flatMap(({ props }) => props["aria-label"] ?? [])).toEqual(["Unlock Region"]);
    await press(chip("Year"), "Clear Year");
    expect(selections()).toEqual({ Region: ["DACH"] });
    await press(chip("Region"), "Unlock Region");
    await press(chip("Region"), "Clear Region");
    expect(selections()).toEqual({});
  });

  test("strikes its values out where other fields exclude all of them", async () => {
    const struck = async (...states: ValueState[]) => {
      const { chip } = await chips(
        { Region: ["DACH", "South"] },
        {
          answer: (question) =>
            question.kind === "values" && question.field === "Region"
              ? {
                  kind: "values",
                  field: "Region",
                  total: 2,
                  counts: Object.fromEntries(states.map((state) => [state, 1])),
                  values: [],
                }
              : undefined,
        },
      );
      return chip("Region").some(({ type, props }) => type === "b" && /line-through/.test(props.className));
    };
    expect([await struck("XS"), await struck("XS", "S")]).toEqual([true, false]);
  });

  test("opens the list box of its field, as does that of a field without a selection", async () => {
    const { chip, press, store } = await chips({ Region: ["DACH"] });
    const opens = (parts: Part[]) => parts.find(({ props }) => props["aria-haspopup"]) as Part;
    opens(chip("Region")).props.onClick();
    await settled(store);
    expect(store.snapshot().openField).toBe("Region");
    const idle = chip("Year", IdleChip);
    expect(opens(idle).props["aria-expanded"]).toBe(false);
    await press(idle, opens(idle).text);
    expect(store.snapshot().openField).toBe("Year");
  });
});

test("where the filter pane has no place of its own its fields are chips, the selected ones first", async () => {
  expect((await chips({ Year: [2025] })).fields()).toEqual({ selected: ["Year"], idle: [] });
  const medium = await chips({ Year: [2025], Category: ["Snow"] }, { width: "medium" });
  expect(medium.fields()).toEqual({ selected: ["Year", "Category"], idle: ["Region"] });
});
