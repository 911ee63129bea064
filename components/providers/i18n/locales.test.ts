import { expect, test } from "vitest";
import { chooseLanguage, knownZone } from "./locales";

test("the first language the portal speaks wins, English where none is", () => {
  expect(chooseLanguage(undefined, "es-ES, en;q=0.8")).toBe("en");
  expect(chooseLanguage("xx", null)).toBe("en");
  expect(chooseLanguage(undefined, "de-AT, en;q=0.8")).toBe("de");
  expect(chooseLanguage("en", "de")).toBe("en");
});

test("a zone from a cookie is used only if the runtime knows it", () => {
  expect(knownZone("Europe/Berlin")).toBe("Europe/Berlin");
  expect(knownZone("Mars/Olympus")).toBe("UTC");
  expect(knownZone(undefined)).toBe("UTC");
});
