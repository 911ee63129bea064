import { expect, test } from "vitest";
import { type ListValue, statesAfterClick, valuesBy } from "./optimistic";

const values: ListValue[] = [
  { value: "DACH", state: "O", frequency: 3 },
  { value: "Nordics", state: "O", frequency: 2 },
  { value: "South", state: "X", frequency: 1 },
];
const states = (list: ListValue[]) => list.map((v) => v.state).join(" ");

test("a click shows the selected as selected and the other possible ones as alternative, at once", () => {
  expect(states(statesAfterClick(values, undefined, ["DACH"], false))).toBe("S A X");
  expect(states(statesAfterClick(values, undefined, ["DACH"], true))).toBe("L A X");
});

test("what another field excludes stays excluded, selected or not", () => {
  const selected = statesAfterClick(values, undefined, ["South"], false);
  expect(states(selected)).toBe("A A XS");
  expect(states(statesAfterClick(selected, ["South"], undefined, false))).toBe("O O X");
});

test("the same selection leaves the very same list", () => {
  const now = ["DACH"];
  expect(statesAfterClick(values, now, now, false)).toBe(values);
});

test("ways to select", () => {
  const list = statesAfterClick(values, undefined, ["DACH"], false);
  expect(valuesBy("all", list)).toEqual(["DACH", "Nordics", "South"]);
  expect(valuesBy("possible", list)).toEqual(["DACH"]);
  expect(valuesBy("alternative", list)).toEqual(["Nordics"]);
  expect(valuesBy("excluded", list)).toEqual(["Nordics", "South"]);
  expect(valuesBy("invert", list)).toEqual(["Nordics", "South"]);
});

test("excluded are all but the possible ones: alternative, and selected but excluded, too", () => {
  const list = statesAfterClick(values, undefined, ["DACH", "South"], false);
  expect(states(list)).toBe("S A XS");
  expect(valuesBy("excluded", list)).toEqual(["Nordics", "South"]);
  expect(valuesBy("invert", list)).toEqual(["Nordics"]);
});
