/** Months and years by hand, for tests: wall clocks read from Intl, found again by trying. */
interface Wall {
  year: number;
  month: number;
  day: number;
  time: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function wallOf(second: number, zone: string): Wall {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  formats.set(zone, format);
  const part = Object.fromEntries(format.formatToParts(second * 1000).map((p) => [p.type, Number(p.value)]));
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second: s = 0 } = part;
  return { year, month, day, time: hour * 3600 + minute * 60 + s };
}

const daysIn = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate();
const asUtc = (w: Wall) => Date.UTC(w.year, w.month - 1, w.day) / 1000 + w.time;
const same = (a: Wall, b: Wall) => asUtc(a) === asUtc(b);

/** The instant a clock on the wall shows something: the earlier of two; of none, as far on as the clock was put forward. */
function instantOf(wall: Wall, zone: string): number {
  const guess = asUtc(wall);
  const offsets = [-86_400, 0, 86_400].map((shift) => asUtc(wallOf(guess + shift, zone)) - (guess + shift));
  const hits = offsets.map((offset) => guess - offset).filter((at) => same(wallOf(at, zone), wall));
  return hits.length > 0 ? Math.min(...hits) : guess - (offsets[0] ?? 0);
}

/** The beginning of a period: months on from the anchor's wall clock, its day or the month's last. */
export function boundary(anchor: number, zone: string, months: number): number {
  const wall = wallOf(anchor, zone);
  const index = wall.year * 12 + wall.month - 1 + months;
  const [year, month] = [Math.floor(index / 12), (index % 12) + 1];
  return instantOf({ year, month, day: Math.min(wall.day, daysIn(year, month)), time: wall.time }, zone);
}
