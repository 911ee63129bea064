import { NextIntlClientProvider } from "next-intl";
import { type ComponentProps, createElement, type ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import english from "../providers/i18n/messages/en/model.json";
import ModelGraph from "./model-graph";
import { viewModel } from "./view-model";

const Speaking = (
  props: Omit<ComponentProps<typeof NextIntlClientProvider>, "children"> & { children?: ReactNode },
) => createElement(NextIntlClientProvider, props as ComponentProps<typeof NextIntlClientProvider>);

test("the drawing has its name, what its keys do, and a button to zoom in, out and to see all", () => {
  const view = viewModel({
    tables: [
      { name: "Orders", fields: ["Customer"], rows: 5 },
      { name: "Customers", fields: ["Customer"], rows: 4 },
    ],
    fields: [{ name: "Customer", type: "text", tables: ["Orders", "Customers"], distinct: 4, key: true }],
    associations: [],
    loops: [],
    syntheticKeys: [],
  });
  const graph = createElement(ModelGraph, {
    view,
    chosen: null,
    onChoose: () => undefined,
    label: "Data model",
  });
  const html = renderToStaticMarkup(
    createElement(Speaking, { locale: "en", messages: { model: english }, timeZone: "UTC" }, graph),
  );
  const labels = [...html.matchAll(/aria-label="([^"]*)"/g)].map(([, label]) => label);
  expect(labels).toEqual(
    expect.arrayContaining([
      "Data model",
      english.drawing.canvas,
      english.drawing.zoomIn,
      english.drawing.zoomOut,
      english.drawing.fit,
    ]),
  );
});
