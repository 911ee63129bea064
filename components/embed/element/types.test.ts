import { describe, expect, expectTypeOf, test } from "vitest";
import type { EmbedOptions, Enveloped, FromFrame, ToFrame } from "../protocol";
import { type OPTION_ATTRIBUTES, optionsOf } from "./options";
import type { TenantryApp } from "./tenantry-app";

/** `tenantry.d.ts` is copied by hosts, so it is written by hand; the compiler holds it to what the element does. */
describe("the types hosts copy", () => {
  test("name every message as it is, both ways", () => {
    expectTypeOf<ToFrame>().toExtend<TenantryToFrame>();
    expectTypeOf<TenantryToFrame>().toExtend<ToFrame>();
    expectTypeOf<FromFrame>().toExtend<TenantryFromFrame>();
    expectTypeOf<TenantryFromFrame>().toExtend<FromFrame>();
    expectTypeOf<Enveloped<ToFrame>>().toExtend<TenantryEnvelope<TenantryToFrame>>();
    expectTypeOf<EmbedOptions>().toExtend<TenantryOptions>();
    expectTypeOf<TenantryOptions>().toExtend<EmbedOptions>();
  });

  test("offer what the element offers, and nothing it has not", () => {
    type Own = Exclude<keyof TenantryAppElement, keyof HTMLElement>;
    expectTypeOf<Pick<TenantryApp, Own>>().toExtend<Pick<TenantryAppElement, Own>>();
    expectTypeOf<(typeof OPTION_ATTRIBUTES)[number]>().toExtend<keyof TenantryAppAttributes>();
  });
});

describe("attributes of the element", () => {
  const wrong: string[] = [];
  const of = (attributes: Record<string, string>) =>
    optionsOf(
      (name) => attributes[name] ?? null,
      (message) => wrong.push(message),
    );

  test("become options: one sheet, one object, theme, language, selections, hidden parts", () => {
    const attributes = { theme: "dark", language: "fr", sheet: "overview", object: "by-region" };
    expect(
      of({ ...attributes, selections: '{"Region":["North"]}', hide: "tabs, selections toolbar" }),
    ).toEqual({
      ...attributes,
      brand: "on",
      selections: { Region: ["North"] },
      hide: ["tabs", "selections", "toolbar"],
    });
  });

  test("that are absent or unknown leave the dashboard as it is", () => {
    expect(of({ theme: "pink", hide: "everything", object: "" })).toEqual({
      theme: "auto",
      brand: "on",
      language: undefined,
      sheet: undefined,
      object: undefined,
      selections: undefined,
      hide: [],
    });
  });

  test("that are no JSON are told to whoever writes the page, and select nothing", () => {
    expect(of({ selections: "{Region: North}" }).selections).toBeUndefined();
    expect(wrong).toEqual(['"selections" must be JSON like {"Region": ["North"]}.']);
  });
});
