import { expect, test } from "vitest";
import { isFiltered, listInput, loadTenantSearch } from "./search-params";

const load = (query: string) => loadTenantSearch(new URLSearchParams(query));

test("the address alone says what the list shows", () => {
  const search = load("q=acme&state=failed&health=late&plan=growth&sort=created&dir=desc&cursor=abc");
  expect(listInput(search)).toEqual({
    q: "acme",
    state: "failed",
    health: "late",
    plan: "growth",
    sort: "created",
    dir: "desc",
    cursor: "abc",
    limit: 50,
  });
  expect(isFiltered(search)).toBe(true);
});

test("an empty address is the whole list by name", () => {
  const search = load("");
  expect(listInput(search)).toEqual({ sort: "name", dir: "asc", limit: 50 });
  expect(isFiltered(search)).toBe(false);
});

test("values nobody knows are ignored instead of breaking the page", () => {
  const search = load("state=exploded&sort=password&dir=sideways&health=1&q=%20%20");
  expect(listInput(search)).toEqual({ sort: "name", dir: "asc", limit: 50 });
  expect(isFiltered(search)).toBe(false);
});

test("a search too long for the API is cut, not refused", () => {
  expect(listInput(load(`q=${"a".repeat(500)}`)).q).toHaveLength(200);
});
