import type { Branding } from "@/db/schema";

type Colors = Pick<Branding, "color" | "colorDark">;

const MOST_KNOWN = 1_000;

/** The same work, done once for each pair of colors: it takes up to tens of milliseconds. */
export function oncePerPair(
  work: (colors: Colors) => Record<string, string>,
): (colors: Colors) => Record<string, string> {
  const made = new Map<string, Record<string, string>>();
  return (colors) => {
    const key = `${colors.color} ${colors.colorDark}`;
    const known = made.get(key);
    if (known) return known;
    const variables = work(colors);
    if (made.size >= MOST_KNOWN) made.clear();
    made.set(key, variables);
    return variables;
  };
}
