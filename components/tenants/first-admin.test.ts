import { expect, it } from "vitest";
import type { Person } from "../people/person-state";
import { awaitedAdmin } from "./first-admin";

const person = (id: string, state: Person["state"], role: Person["role"] = "admin") =>
  ({ id, state, role }) as Person;
const first = person("first", "waiting");

it("the admin to wait for is the first one, as long as none is in", () => {
  const items = [person("second", "waiting"), person("viewer", "active", "viewer"), first];
  expect(awaitedAdmin({ items, next: null })).toBe(first);
  expect(awaitedAdmin({ items: [person("in", "active"), ...items], next: null })).toBeNull();
});

it("nobody is waited for where not all people are known, and no suspended admin", () => {
  expect(awaitedAdmin({ items: [first], next: "more" })).toBeNull();
  expect(awaitedAdmin({ items: [person("out", "suspended")], next: null })).toBeNull();
});
