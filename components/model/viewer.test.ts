import { NextIntlClientProvider } from "next-intl";
import { type ComponentProps, createElement, type ReactElement, type ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import type { DataModel, KeySide } from "@/server/platform/model";
import { acted } from "../dashboards/testing/acted";
import { type Part, partsOf } from "../dashboards/testing/parts";
import english from "../providers/i18n/messages/en/model.json";
import { Details } from "./details";
import { heightOf, mostFields, shownFields } from "./layout";
import { ModelList } from "./model-list";
import { type Chosen, TableBox } from "./table-box";
import { type ViewTable, viewModel } from "./view-model";

const side = (table: string, over: Partial<KeySide>): KeySide => ({
  table,
  nulls: 0,
  distinct: 4,
  danglingRows: 0,
  danglingValues: 0,
  quality: "any",
  unique: false,
  ...over,
});

/** Orders of customers: an order without a customer, a customer without an order. */
const MODEL: DataModel = {
  tables: [
    {
      name: "Orders",
      fields: ["Amount", "Customer"],
      rows: 12_500,
      columns: [
        { field: "Amount", nulls: 0, distinct: 900 },
        { field: "Customer", nulls: 2_500, distinct: 3 },
      ],
    },
    {
      name: "Customers",
      fields: ["Customer", "City"],
      rows: 4,
      columns: [
        { field: "Customer", nulls: 0, distinct: 4 },
        { field: "City", nulls: 1, distinct: 2 },
      ],
    },
  ],
  fields: [
    { name: "Amount", type: "decimal", tables: ["Orders"], distinct: 900, key: false },
    { name: "Customer", type: "text", tables: ["Orders", "Customers"], distinct: 4, key: true },
    { name: "City", type: "text", tables: ["Customers"], distinct: 2, key: false },
  ],
  keys: [
    {
      fields: ["Customer"],
      distinct: 4,
      sides: [
        side("Orders", { distinct: 3, danglingRows: 7 }),
        side("Customers", { quality: "perfect", unique: true }),
      ],
    },
  ],
  associations: [],
  loops: [],
  syntheticKeys: [],
};
const view = viewModel(MODEL);

const Speaking = (
  props: Omit<ComponentProps<typeof NextIntlClientProvider>, "children"> & { children?: ReactNode },
) => createElement(NextIntlClientProvider, props as ComponentProps<typeof NextIntlClientProvider>);
const around = (inside: ReactNode) =>
  createElement(Speaking, { locale: "en", messages: { model: english }, timeZone: "UTC" }, inside);
const parts = (element: ReactElement) => acted(() => partsOf(element), [], around);
const texts = (all: Part[], type: string) => all.flatMap((part) => (part.type === type ? [part.text] : []));

const table = (name: string): ViewTable => {
  const found = view.tables.find((one) => one.name === name);
  if (!found) throw new Error(name);
  return found;
};

describe("the details of the data model", () => {
  const details = (chosen: Chosen, done: Chosen[] = [], close = () => undefined) =>
    parts(createElement(Details, { view, chosen, onChoose: (next) => done.push(next), onClose: close }));

  test("of a table have its rows, its fields with their density, and its links, which lead on", () => {
    const done: Chosen[] = [];
    const all = details({ table: "Orders" }, done);
    expect(texts(all, "dd").slice(0, 2)).toEqual(["12,500", "2"]);
    const buttons = all.filter(({ type }) => type === "button");
    expect(buttons.map(({ text }) => text.replace(/\s/g, ""))).toEqual([
      "",
      "Customers",
      "Customer80%",
      "Amount100%",
    ]);
    for (const button of buttons.slice(1)) button.props.onClick();
    expect(done).toEqual([
      { table: "Customers" },
      { table: "Orders", field: "Customer" },
      { table: "Orders", field: "Amount" },
    ]);
    expect(texts(all, "li")[0]).toBe("Customers by Customer");
  });

  test("of a key have its density, its share of all values, the rows without a match, and where else it is", () => {
    const all = details({ table: "Orders", field: "Customer" });
    const facts = texts(all, "dt").map((name, i) => [
      name,
      all
        .filter(({ type, props }) => type === "dd" && props.className?.includes("text-right"))
        [i]?.text.replace(/\s/g, ""),
    ]);
    expect(facts).toEqual([
      ["Type", "text"],
      ["Different values", "3"],
      ["Without a value", "2,500"],
      ["Density", "80%"],
      ["Subset ratio", "75%"],
      ["Rows without a match", "7"],
    ]);
    expect(all.find(({ text, type }) => type === "p" && text.includes("Also in Customers."))).toBeDefined();
  });

  test("of a field that is no key have nothing of keys", () => {
    const names = texts(details({ table: "Customers", field: "City" }), "dt");
    expect(names).toEqual(["Type", "Different values", "Without a value", "Density"]);
  });

  test("are closed by Escape and by their button; a table that is gone has none", () => {
    let closed = 0;
    const all = details({ table: "Orders" }, [], () => void closed++);
    const aside = all.find(({ type }) => type === "aside");
    aside?.props.onKeyDown({ key: "Escape" });
    aside?.props.onKeyDown({ key: "Enter" });
    all.find(({ props }) => props["aria-label"] === english.close)?.props.onClick();
    expect(closed).toBe(2);
    expect(details({ table: "Gone" })).toEqual([]);
  });
});

describe("a table of the drawing", () => {
  const box = (chosen: Chosen | null, done: Chosen[] = []) =>
    parts(
      createElement(TableBox, { table: table("Orders"), most: 10, chosen, onChoose: (c) => done.push(c) }),
    );

  test("says its name, rows and fields, and is the one stop of the keyboard; its fields are for the pointer", () => {
    const done: Chosen[] = [];
    const [head, ...fields] = box(null, done).filter(({ type }) => type === "button");
    expect(head?.props["aria-label"]).toMatch(/^Orders, 12,500 rows, 2 fields$/);
    expect(head?.props.tabIndex).toBeUndefined();
    expect(fields.map(({ props, text }) => [text, props.tabIndex])).toEqual([
      ["Customertext", -1],
      ["Amountdecimal", -1],
    ]);
    head?.props.onClick();
    fields[0]?.props.onClick();
    expect(done).toEqual([{ table: "Orders" }, { table: "Orders", field: "Customer" }]);
  });

  test("is pressed where it is looked at, or the field of it that is", () => {
    const pressed = (chosen: Chosen | null) =>
      box(chosen).flatMap(({ props, text }) => (props["aria-pressed"] ? [text] : []));
    expect(pressed(null)).toEqual([]);
    expect(pressed({ table: "Orders" })[0]).toMatch(/^Orders/);
    expect(pressed({ table: "Orders", field: "Amount" })).toEqual(["Amountdecimal"]);
  });

  test("shows all of its keys and counts the fields that do not fit", () => {
    const field = table("Orders").fields[1] as ViewTable["fields"][number];
    const many = {
      ...table("Orders"),
      fields: Array.from({ length: 14 }, (_, i) => ({ ...field, name: `F${i}` })),
    };
    const all = parts(
      createElement(TableBox, {
        table: many,
        most: mostFields(view),
        chosen: null,
        onChoose: () => undefined,
      }),
    );
    expect(texts(all, "li").at(-1)).toBe("4 more fields");
    expect(heightOf(many, 10) - heightOf(table("Orders"), 10)).toBe((11 - 2) * 24);
    const keys = { ...many, fields: many.fields.map((one) => ({ ...one, key: "any" as const })) };
    expect(shownFields(keys, 3)).toHaveLength(14);
    const crowd = { ...view, tables: Array.from({ length: 11 }, () => table("Orders")) };
    expect(mostFields(crowd)).toBeLessThan(mostFields(view));
  });
});

test("the whole model as tables has row counts, keys, densities, subset ratios and rows without a match", () => {
  const html = renderToStaticMarkup(around(createElement(ModelList, { view })));
  for (const text of ["12,500 rows", "4 rows", "80%", "75%", "Perfect key"])
    expect(html.replace(/\s?%/g, "%")).toContain(text);
});
