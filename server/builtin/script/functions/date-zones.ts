import { textLiteral } from "../convert";
import { quoteText } from "../quoting";
import type { CallContext, FunctionDefinition } from "../scope";
import { localTime } from "./date";
import { define, timestamp } from "./define";
import { PLACES } from "./places";

/** Time zones. A place is an IANA zone (`Europe/Paris`), its last part (`Paris`), `UTC`, or `GMT+02:00`. */
export const zones: FunctionDefinition[] = [
  define(
    "date",
    "LocalTime([place [, ignoreDST]])",
    "DateAndTimeFunctions/localtime",
    [0, 2],
    "As Now(); at another place where one is named, with ignoreDST without daylight saving.",
    (c) => local(c, utcNow(c), 0),
  ),
  define(
    "date",
    "UTC()",
    "DateAndTimeFunctions/UTC",
    0,
    "The point in time the reload started, in UTC.",
    (c) => timestamp(utcNow(c)),
  ),
  define("date", "GMT()", "DateAndTimeFunctions/GMT", 0, "As UTC().", (c) => timestamp(utcNow(c))),
  define("date", "TimeZone()", "DateAndTimeFunctions/timezone", 0, "Name of the reload's time zone.", (c) =>
    textLiteral(c.settings.zone),
  ),
  define(
    "date",
    "ConvertToLocalTime(timestamp [, place [, ignoreDST]])",
    "DateAndTimeFunctions/converttolocaltime",
    [1, 3],
    "A point in time given in UTC, told at a place, else in the reload's zone; with ignoreDST without daylight saving.",
    (c) => local(c, c.timestamp(0), 1),
  ),
];

function utcNow(c: CallContext): string {
  return `TIMESTAMP '${localTime(c.settings, "UTC")}'`;
}

/** A point in time (SQL TIMESTAMP, UTC) at the place of argument `at`. */
function local(c: CallContext, time: string, at: number) {
  const place = c.optionalLiteralText(at);
  const offset = place === undefined ? undefined : fixedOffset(place);
  if (offset !== undefined) return timestamp(`(${time} + to_minutes(${offset}))`);
  const zone = place === undefined ? c.settings.zone : zoneOf(c, place, at);
  const there = (utc: string) => `timezone(${quoteText(zone)}, timezone('UTC', ${utc}))`;
  if (at + 1 >= c.count) return timestamp(there(time));
  // Without daylight saving: the lesser of the offsets in January and July of that year.
  const start = `date_trunc('year', ${time})`;
  const july = `(${start} + INTERVAL 6 MONTH)`;
  const standard = `${time} + least(${there(start)} - ${start}, ${there(july)} - ${july})`;
  return timestamp(`CASE WHEN ${c.condition(at + 1)} THEN ${standard} ELSE ${there(time)} END`);
}

/** Minutes of `GMT+02:00`. */
function fixedOffset(place: string): number | undefined {
  const match = /^(?:GMT|UTC)([+-])(\d\d?)(?::?(\d\d))?$/i.exec(place.trim());
  if (!match) return /^(GMT|UTC)$/i.test(place.trim()) ? 0 : undefined;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  return match[1] === "-" ? -minutes : minutes;
}

let byCity: Map<string, string> | undefined;

function zoneOf(c: CallContext, place: string, at: number): string {
  byCity ??= new Map(Intl.supportedValuesOf("timeZone").map((z) => [cityOf(z), z]));
  const name = place.trim().toLowerCase();
  const city = PLACES.get(name) ?? byCity.get(name);
  if (city) return city;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: place }).resolvedOptions().timeZone;
  } catch {
    throw c.error(`"${place}" is no time zone; write one as in "Europe/Berlin" or "GMT+02:00"`, at);
  }
}

function cityOf(zone: string): string {
  return zone
    .slice(zone.lastIndexOf("/") + 1)
    .replaceAll("_", " ")
    .toLowerCase();
}
