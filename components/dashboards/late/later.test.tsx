import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { IntlProvider } from "use-intl";
import { expect, test } from "vitest";
import english from "../../providers/i18n/messages/en/dashboards.json";
import { latePart } from "../../ui/late-part";
import { Place } from "./later";
import { TileBoundary } from "./tile-boundary";

const words = { locale: "en", messages: { dashboards: english }, timeZone: "UTC" };
const drawn = (inside: ReactNode) => renderToStaticMarkup(<IntlProvider {...words}>{inside}</IntlProvider>);
const Menu = ({ name }: { name: string }) => <b>{name}</b>;

test("a part that can't be fetched says so in its place, and can be asked for again", async () => {
  let there = false;
  const part = latePart(async () => {
    if (!there) throw new TypeError("Failed to fetch dynamically imported module");
    return Menu;
  }, 0);
  const sheet = () =>
    drawn(
      <main>
        <Place part={part} own={{ name: "More" }} instead={{ waiting: ({ name }) => <i>{name}</i> }} />
        <p>Sales</p>
      </main>,
    );
  expect(sheet()).toBe("<main><i>More</i><p>Sales</p></main>");
  await expect(part.fetch()).rejects.toThrow();
  expect(sheet()).toMatch(
    /^<main><div role="alert".*This part could not be loaded\..*Try again.*<p>Sales<\/p><\/main>$/,
  );
  there = true;
  part.again();
  await part.fetch();
  expect(sheet()).toBe("<main><b>More</b><p>Sales</p></main>");
});

test("a part says it in its own words where it has some", async () => {
  const part = latePart<typeof Menu>(() => Promise.reject(new TypeError()), 0);
  await expect(part.fetch()).rejects.toThrow();
  const instead = { failed: ({ name }: { name: string }) => <s>{name}</s> };
  expect(drawn(<Place part={part} own={{ name: "More" }} instead={instead} />)).toBe("<s>More</s>");
});

test("what fails while it is drawn is out of sight until its figures are others", () => {
  const [before, after] = [{}, {}];
  const failed = { of: before, ...TileBoundary.getDerivedStateFromError() };
  expect(TileBoundary.getDerivedStateFromProps({ of: before, children: null }, failed)).toBe(null);
  expect(TileBoundary.getDerivedStateFromProps({ of: after, children: null }, failed)).toEqual({
    of: after,
    failed: false,
  });
});
