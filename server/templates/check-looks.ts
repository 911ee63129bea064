import type { FileIssue, YamlDocument } from "@/server/shared/yaml";
import { COLUMN_COLOR, type ColorLooks, colorKeys, KIND_LOOKS } from "./kind-looks";
import type { Sheet, SheetObject } from "./sheet-schema";

type Color = NonNullable<SheetObject["color"]>;
type Told = (path: PropertyKey[], message: string) => FileIssue;

/** Colors, labels and drill groups that a kind would pass over in silence. */
export function checkLooks(document: YamlDocument<Sheet>): FileIssue[] {
  return document.value.objects.flatMap((object, i) => {
    const tell: Told = (path, message) => document.issue(["objects", i, ...path], message);
    return [...colorIssues(object, tell), ...labelIssues(object, tell), ...drillIssues(object, tell)];
  });
}

function colorIssues({ kind, color, columns }: SheetObject, tell: Told): FileIssue[] {
  const looks = KIND_LOOKS[kind].color;
  const ofColumns = (columns ?? []).flatMap((column, i) =>
    typeof column !== "string" && "color" in column && column.color
      ? issuesOf(column.color, COLUMN_COLOR, "a column", ["columns", i, "color"], tell)
      : [],
  );
  if (!color) return ofColumns;
  if (looks) return [...issuesOf(color, looks, `"${kind}"`, ["color"], tell), ...ofColumns];
  const advice = kind === "table" ? "; give its columns theirs" : "";
  return [tell(["color"], `"${kind}" has no colors of its own${advice}`), ...ofColumns];
}

function issuesOf(
  color: Color,
  looks: ColorLooks,
  what: string,
  path: PropertyKey[],
  tell: Told,
): FileIssue[] {
  const { by, scale } = color;
  if (by !== undefined && !looks.by.includes(by))
    return [tell([...path, "by"], `${what} can't be colored by ${by}${insteadOf(looks)}`)];
  const known: readonly string[] = colorKeys(looks);
  // What a scale is where there is just one may be written.
  const plain = (key: string) => key === "scale" && scale === "sequential" && looks.by.includes("value");
  const issues = Object.keys(color)
    .filter((key) => !known.includes(key) && !plain(key))
    .map((key) => tell([...path, key], `${what} does not show "${key}" of a color`));
  if (color.per && looks.per && !looks.per.includes(color.per))
    issues.push(tell([...path, "per"], `${what} can't be shaded per ${color.per}; per ${listed(looks.per)}`));
  return issues;
}

const insteadOf = ({ by, keys }: ColorLooks): string => {
  if (by.length > 0) return `; by ${listed(by)}`;
  return keys.includes("rules") ? "; it takes rules" : "";
};

function labelIssues({ kind, label }: SheetObject, tell: Told): FileIssue[] {
  const known = KIND_LOOKS[kind].label;
  if (label === undefined || known?.includes(label)) return [];
  if (!known) return [tell(["label"], `"${kind}" has no labels to choose`)];
  return [tell(["label"], `"${kind}" can't label ${label}; it can ${listed(known)}`)];
}

function drillIssues(object: SheetObject, tell: Told): FileIssue[] {
  const { kind } = object;
  const may = KIND_LOOKS[kind].drill;
  const found = drillsOf(object);
  if (may === "none") {
    const advice = kind === "pivot" ? "; list the fields as rows, they open one into the other" : "";
    return found.map(({ path }) => tell(path, `"${kind}" does not drill${advice}`));
  }
  const [, ...more] = found;
  const late = may === "first" ? found.filter(({ at }) => at > 0) : more;
  return late.map(({ path }) =>
    tell(
      path,
      may === "first"
        ? `only the first dimension of "${kind}" drills`
        : "only one dimension of an object drills",
    ),
  );
}

function drillsOf({
  dimension,
  dimensions,
  rows,
  columns,
}: SheetObject): { path: PropertyKey[]; at: number }[] {
  const drills = (value: unknown) => typeof value === "object" && value !== null && "drill" in value;
  const inList = (key: string, list: readonly unknown[] | undefined) =>
    (list ?? []).flatMap((one, at) => (drills(one) ? [{ path: [key, at, "drill"], at }] : []));
  return [
    ...(drills(dimension) ? [{ path: ["dimension", "drill"], at: 0 }] : []),
    ...inList("dimensions", dimensions),
    ...inList("rows", rows),
    ...inList("columns", columns),
  ];
}

const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join() : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
